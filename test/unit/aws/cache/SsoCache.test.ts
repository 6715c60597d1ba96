import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type CachedToken, SsoCache } from '../../../../src/aws/cache/SsoCache.ts';

const START_URL = 'https://d-1234567890.awsapps.com/start';
const SHORT: CachedToken = {
  startUrl: START_URL,
  region: 'us-east-1',
  accessToken: 'aoaACCESS1',
  expiresAt: Date.UTC(2026, 10, 20, 8, 8, 21),
};
const TOKEN: CachedToken = {
  ...SHORT,
  refreshToken: 'aorREFRESH1',
  clientId: 'CLIENTID0',
  clientSecret: 'SECRET',
  registrationExpiresAt: Date.UTC(2027, 1, 18, 7, 8, 21),
};

/** What the AWS CLI 2.36 left on disk after signing in. */
const WRITTEN =
  `{"startUrl": "${START_URL}", "region": "us-east-1", "accessToken": "aoaACCESS1", ` +
  '"expiresAt": "2026-11-20T08:08:21Z", "clientId": "CLIENTID0", "clientSecret": "SECRET", ' +
  '"registrationExpiresAt": "2027-02-18T07:08:21Z", "refreshToken": "aorREFRESH1"}';
const WRITTEN_REGISTRATION =
  '{"clientId": "CLIENTID4", "clientSecret": "SECRET", "expiresAt": "2027-02-18T07:08:24Z", "scopes": ["sso:account:access"]}';

describe('SsoCache', () => {
  let home: string;
  let cache: SsoCache;
  beforeEach(() => {
    home = mkdtempSync(path.join(tmpdir(), 'home-'));
    cache = new SsoCache({ HOME: home, AWS_CONFIG_FILE: '/elsewhere/config' });
  });
  afterEach(() => rmSync(home, { recursive: true }));

  function leave(content: string | Uint8Array): void {
    mkdirSync(cache.directory, { recursive: true });
    writeFileSync(cache.tokenFile('corp'), content);
  }

  it('is below the home directory, wherever the config file is', () => {
    assert.equal(cache.directory, path.join(home, '.aws/sso/cache'));
  });

  const names: [string, string][] = [
    ['corp', 'ee0bfd2552fbd840c02cc48b6e823320543c450f'],
    [START_URL, '7487b5b67d5fa1132cf33fa93ae51ef38cc37752'],
    [`${START_URL}/`, 'ae4321de83751a696d13fbefb87d776773c41e1c'],
    [`${START_URL}#/`, 'a1c75994a810c1c468d3bd565eda2836303e6659'],
    ['büro', '81bd9249be4434e4c529769e6c16118a66938acd'],
  ];
  for (const [key, name] of names) {
    it(`names the file of ${key} as the AWS CLI does`, () => {
      assert.equal(cache.tokenFile(key), path.join(cache.directory, `${name}.json`));
    });
  }

  describe('writes a token', () => {
    it('byte for byte as the AWS CLI does', async () => {
      await cache.writeToken('corp', TOKEN);
      assert.equal(readFileSync(cache.tokenFile('corp'), 'utf8'), WRITTEN);
    });

    it('without the members that it does not have', async () => {
      await cache.writeToken('corp', SHORT);
      assert.equal(
        readFileSync(cache.tokenFile('corp'), 'utf8'),
        WRITTEN.slice(0, WRITTEN.indexOf(', "clientId"')) + '}',
      );
    });

    it('in ASCII, with times in whole seconds', async () => {
      const region = 'é\u007f\u2028😀"\\\n,\t';
      await cache.writeToken('corp', { ...SHORT, region, expiresAt: SHORT.expiresAt + 999 });
      const text = readFileSync(cache.tokenFile('corp'), 'utf8');
      assert.ok(text.includes('"region": "\\u00e9\\u007f\\u2028\\ud83d\\ude00\\"\\\\\\n,\\t"'), text);
      assert.deepEqual(await cache.readToken('corp'), { ...SHORT, region });
    });

    it('for its owner alone, and leaves nothing else behind', async () => {
      await cache.writeToken('corp', TOKEN);
      assert.deepEqual(readdirSync(cache.directory), [path.basename(cache.tokenFile('corp'))]);
      if (process.platform !== 'win32') {
        assert.equal(statSync(cache.tokenFile('corp')).mode & 0o777, 0o600);
        assert.equal(statSync(cache.directory).mode & 0o777, 0o700);
      }
    });

    it('over another one, and in the place of a link', async () => {
      const outside = path.join(home, 'outside');
      writeFileSync(outside, 'as it was');
      mkdirSync(cache.directory, { recursive: true });
      symlinkSync(outside, cache.tokenFile('corp'));
      await cache.writeToken('corp', SHORT);
      await cache.writeToken('corp', TOKEN);
      assert.deepEqual(await cache.readToken('corp'), TOKEN);
      assert.equal(readFileSync(outside, 'utf8'), 'as it was');
    });

    it('so that whoever reads meanwhile finds the one or the other', async () => {
      await cache.writeToken('corp', TOKEN);
      let done = false;
      const writing = (async () => {
        for (let round = 0; round < 20; round++) {
          await cache.writeToken('corp', round % 2 ? TOKEN : SHORT);
        }
      })().finally(() => (done = true));
      while (!done) {
        assert.ok(JSON.parse(readFileSync(cache.tokenFile('corp'), 'utf8')));
        await new Promise(setImmediate);
      }
      await writing;
    });

    it('or rejects with the error of the file system, and cleans up', async () => {
      mkdirSync(cache.tokenFile('corp'), { recursive: true });
      await assert.rejects(cache.writeToken('corp', TOKEN), { syscall: 'rename' });
      assert.deepEqual(readdirSync(cache.directory), [path.basename(cache.tokenFile('corp'))]);
      rmSync(cache.directory, { recursive: true });
      writeFileSync(cache.directory, '');
      await assert.rejects(cache.writeToken('corp', TOKEN), { code: 'EEXIST' });
    });
  });

  describe('reads a token', () => {
    it('of the AWS CLI', async () => {
      leave(WRITTEN);
      assert.deepEqual(await cache.readToken('corp'), TOKEN);
    });

    it('of an SDK, and of an old AWS CLI', async () => {
      leave(JSON.stringify({ ...JSON.parse(WRITTEN), other: true }, null, 2));
      assert.deepEqual(await cache.readToken('corp'), TOKEN);
      leave(JSON.stringify({ ...SHORT, expiresAt: '2026-11-20T08:08:21UTC' }));
      assert.deepEqual(await cache.readToken('corp'), SHORT);
    });

    const times: Record<string, number> = {
      '2026-11-20T08:08:21Z': 0,
      '2026-11-20T08:08:21.627Z': 627,
      '2026-11-20T08:08:21UTC': 0,
      '2026-11-20T08:08:21+00:00': 0,
      '2026-11-20T10:08:21.123456+02:00': 123,
      '2026-11-20T08:08:21.1234567Z': 123,
      '2026-11-20T08:08:21+0000': 0,
      '2026-11-20T03:08:21-0500': 0,
      '2026-11-20 08:08:21Z': 0,
      '2026-11-20 08:08:21 UTC': 0,
      '2026-11-20T08:08Z': -21_000,
    };
    for (const [time, ms] of Object.entries(times)) {
      it(`that expires at ${time}`, async () => {
        leave(JSON.stringify({ ...SHORT, expiresAt: time }));
        assert.deepEqual(await cache.readToken('corp'), { ...SHORT, expiresAt: SHORT.expiresAt + ms });
      });
    }

    it('with members that are null, which means absent', async () => {
      const absent = { refreshToken: null, clientId: null, clientSecret: null, registrationExpiresAt: null };
      leave(JSON.stringify({ ...SHORT, expiresAt: '2026-11-20T08:08:21Z', ...absent }));
      assert.deepEqual(await cache.readToken('corp'), SHORT);
    });

    it('that does not say for which portal', async () => {
      const { accessToken, expiresAt } = SHORT;
      leave(JSON.stringify({ accessToken, expiresAt: '2026-11-20T08:08:21Z', region: null }));
      assert.deepEqual(await cache.readToken('corp'), { accessToken, expiresAt });
    });

    it('that is half written at first', async () => {
      for (const half of ['', WRITTEN.slice(0, 100)]) {
        leave(half);
        setTimeout(() => leave(WRITTEN), 20);
        assert.deepEqual(await cache.readToken('corp'), TOKEN);
      }
    });

    it('or none, when there is no file, or a directory in its place', async () => {
      assert.equal(await cache.readToken('corp'), undefined);
      mkdirSync(cache.tokenFile('corp'), { recursive: true });
      assert.equal(await cache.readToken('corp'), undefined);
    });

    const foreign: Record<string, string | Uint8Array> = {
      'an array': '[]',
      'a number': '1',
      null: 'null',
      'a registration': WRITTEN_REGISTRATION,
      'half a token for ever': WRITTEN.slice(0, 100),
      'binary data': Uint8Array.of(0, 255, 254, 123),
      'no time': JSON.stringify({ ...SHORT, expiresAt: 'tomorrow' }),
      'a time without zone': JSON.stringify({ ...SHORT, expiresAt: '2026-11-20T08:08:21' }),
      'an impossible time': JSON.stringify({ ...SHORT, expiresAt: '2026-13-41T08:08:21Z' }),
      'a time as a number': JSON.stringify(SHORT),
    };
    for (const [what, content] of Object.entries(foreign)) {
      it(`or none, when the file holds ${what}`, async () => {
        leave(content);
        assert.equal(await cache.readToken('corp'), undefined);
      });
    }
  });

  it('deletes a token, and says whether there was one', async () => {
    assert.equal(await cache.deleteToken('corp'), false);
    await cache.writeToken('corp', TOKEN);
    await cache.writeToken('other', TOKEN);
    assert.equal(await cache.deleteToken('corp'), true);
    assert.equal(await cache.deleteToken('corp'), false);
    assert.equal(existsSync(cache.tokenFile('corp')), false);
    assert.deepEqual(await cache.readToken('other'), TOKEN);
  });

  it('rejects when a token cannot be deleted', async () => {
    mkdirSync(cache.tokenFile('corp'), { recursive: true });
    await assert.rejects(cache.deleteToken('corp'), { syscall: 'unlink' });
  });

  describe('writes a registration byte for byte as the AWS CLI does', () => {
    const registration = {
      clientId: 'CLIENTID4',
      clientSecret: 'SECRET',
      expiresAt: Date.UTC(2027, 1, 18, 7, 8, 24),
    };
    const portal = { startUrl: START_URL, region: 'us-east-1' };

    it('for an sso-session', async () => {
      const key = { ...portal, sessionName: 'corp', scopes: ['sso:account:access'] };
      await cache.writeRegistration(key, registration);
      const file = path.join(cache.directory, 'bc8a1afdb0f5cdc2c789b8a6cd51898e2be3c37c.json');
      assert.equal(readFileSync(file, 'utf8'), WRITTEN_REGISTRATION);
    });

    it('for a legacy profile', async () => {
      await cache.writeRegistration(portal, registration);
      const file = path.join(cache.directory, '365414a68be7c9bfc776c660981dbdbd942acea4.json');
      assert.equal(
        readFileSync(file, 'utf8'),
        '{"clientId": "CLIENTID4", "clientSecret": "SECRET", "expiresAt": "2027-02-18T07:08:24Z"}',
      );
    });
  });
});
