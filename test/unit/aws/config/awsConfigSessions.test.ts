import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { tokenName } from '../../../../src/aws/cache/cacheKey.ts';
import { awsConfigFile, awsConfigSessions } from '../../../../src/aws/config/awsConfigSessions.ts';

const START_URL = 'https://d-1234567890.awsapps.com/start';
const PORTAL = `sso_start_url = ${START_URL}\nsso_region = us-east-1\n`;

describe('awsConfigFile', () => {
  const home = path.resolve('/home/alice');
  const cases: [string, Record<string, string>, string][] = [
    ['is below the home directory', {}, path.join(home, '.aws/config')],
    ['is where AWS_CONFIG_FILE says', { AWS_CONFIG_FILE: '/etc/aws' }, path.resolve('/etc/aws')],
    ['… which may begin with the home directory', { AWS_CONFIG_FILE: '~/x/y' }, path.join(home, 'x/y')],
    ['… or be relative', { AWS_CONFIG_FILE: 'x' }, path.resolve('x')],
    ['… and says nothing when it is empty', { AWS_CONFIG_FILE: '' }, path.join(home, '.aws/config')],
  ];
  for (const [what, env, expected] of cases) {
    it(what, () => assert.equal(awsConfigFile({ HOME: home, ...env }), expected));
  }
});

describe('awsConfigSessions', () => {
  const home = mkdtempSync(path.join(tmpdir(), 'home-'));
  const file = path.join(home, '.aws/config');
  mkdirSync(path.dirname(file));
  after(() => rmSync(home, { recursive: true }));

  async function read(text: string) {
    writeFileSync(file, text);
    const { sessions, problems } = await awsConfigSessions({ HOME: home });
    return { sessions, problems };
  }

  it('reads the sso-session sections, and says from which file', async () => {
    writeFileSync(file, `[sso-session corp]\n${PORTAL}sso_registration_scopes = sso:account:access\n`);
    const session = {
      name: 'corp',
      startUrl: START_URL,
      region: 'us-east-1',
      registrationScopes: ['sso:account:access'],
      cacheKeys: [
        { sessionName: 'corp', startUrl: START_URL, region: 'us-east-1', scopes: ['sso:account:access'] },
      ],
    };
    assert.deepEqual(await awsConfigSessions({ HOME: home }), { file, sessions: [session], problems: [] });
  });

  it('brings start URLs and regions into their canonical form', async () => {
    const { sessions } = await read(`[sso-session a]\nsso_start_url=${START_URL}/#/\nsso_region=US-East-1`);
    assert.deepEqual([sessions[0]?.startUrl, sessions[0]?.region], [START_URL, 'us-east-1']);
  });

  const scopes: [string, string, string[]][] = [
    ['absent', '', ['sso:account:access']],
    ['empty', 'sso_registration_scopes = , ,', ['sso:account:access']],
    ['several', 'sso_registration_scopes = c:d ,a:b,\tc:d,', ['a:b', 'c:d']],
  ];
  for (const [what, line, expected] of scopes) {
    it(`reads the scopes: ${what}`, async () => {
      const { sessions } = await read(`[sso-session a]\n${PORTAL}${line}`);
      assert.deepEqual(sessions[0]?.registrationScopes, expected);
    });
  }

  it('keeps start URL and scopes as written where the AWS CLI files by them', async () => {
    const written = `[sso-session a]\nsso_start_url = ${START_URL}/#/\nsso_region = us-east-1\n`;
    const key = { sessionName: 'a', startUrl: `${START_URL}/#/`, region: 'us-east-1' };
    assert.deepEqual((await read(written)).sessions[0]?.cacheKeys, [key]);
    const { sessions } = await read(`${written}sso_registration_scopes = c:d, a:b`);
    assert.deepEqual(sessions[0]?.cacheKeys, [{ ...key, scopes: ['c:d', 'a:b'] }]);
  });

  it('takes names with blanks and letters beyond ASCII, Windows line ends and a byte order mark', async () => {
    const { sessions, problems } = await read(
      `\uFEFF[sso-session "my corp"]\n${PORTAL}[sso-session büro]\n${PORTAL}`.replaceAll('\n', '\r\n'),
    );
    assert.deepEqual(problems, []);
    assert.deepEqual(
      sessions.map(({ name, cacheKeys }) => [name, cacheKeys.map(tokenName)]),
      [
        ['my corp', ['my corp']],
        ['büro', ['büro']],
      ],
    );
  });

  it('finds nothing in a file that is missing or empty, or that has other things in it', async () => {
    assert.deepEqual(await awsConfigSessions({ HOME: home, AWS_CONFIG_FILE: '/nowhere' }), {
      file: path.resolve('/nowhere'),
      sessions: [],
      problems: [],
    });
    const others = '[default]\nregion = us-east-1\nsso_region = us-east-1\n[preview]\nx = y\n[services s]\n';
    for (const text of ['', others]) {
      assert.deepEqual(await read(text), { sessions: [], problems: [] });
    }
  });

  it('tells of a file that cannot be read', async () => {
    const { sessions, problems } = await awsConfigSessions({ HOME: home, AWS_CONFIG_FILE: home });
    assert.deepEqual(sessions, []);
    assert.deepEqual(problems, [
      `The AWS config file ${home} cannot be read (EISDIR). Check that it is a file, and that you may read it.`,
    ]);
  });

  describe('with legacy profiles', () => {
    /** Name, region and cache keys of each session. */
    async function summary(text: string) {
      const { sessions, problems } = await read(text);
      assert.deepEqual(problems, []);
      return sessions.map(({ name, region, cacheKeys }) => [name, region, ...cacheKeys.map(tokenName)]);
    }

    it('makes one session of those with the same portal, filed by each start URL as written', async () => {
      const text = `[profile a]\n${PORTAL}[default]\nsso_start_url = ${START_URL}/#/\nsso_region = us-east-1
[profile c]\n${PORTAL}[profile d]\n[profile e]\n${PORTAL.replace('/start', '/start/')}`;
      const keys = [START_URL, `${START_URL}/#/`, `${START_URL}/`];
      assert.deepEqual(await summary(text), [['d-1234567890', 'us-east-1', ...keys]]);
    });

    it('gives such a session the scopes that it needs', async () => {
      const { sessions } = await read(`[profile a]\n${PORTAL}`);
      assert.deepEqual(sessions[0]?.registrationScopes, ['sso:account:access']);
    });

    it('adds them to an sso-session with the same portal, wherever that stands', async () => {
      const text = `[profile a]\n${PORTAL}[sso-session corp]\n${PORTAL}`;
      assert.deepEqual(await summary(text), [['corp', 'us-east-1', 'corp', START_URL]]);
    });

    it('names a session by its portal, and numbers it when the name is taken', async () => {
      const text = `[sso-session d-1234567890]\n${PORTAL.replace('us-east-1', 'us-west-2')}
[profile a]\n${PORTAL}[profile b]\n${PORTAL.replace('us-east-1', 'eu-west-1')}`;
      assert.deepEqual(await summary(text), [
        ['d-1234567890', 'us-west-2', 'd-1234567890'],
        ['d-1234567890-2', 'us-east-1', START_URL],
        ['d-1234567890-3', 'eu-west-1', START_URL],
      ]);
    });

    it('takes a profile that names an sso-session for no legacy one', async () => {
      const text = `[profile a]\nsso_session = corp\n${PORTAL.replace('1234567890', 'other')}[sso-session corp]\n${PORTAL}`;
      assert.deepEqual(await summary(text), [['corp', 'us-east-1', 'corp']]);
    });
  });

  describe('tells of what it cannot use', () => {
    const SECRET = 'hunter2';
    const line = (number: number, what: string) =>
      `Line ${number} of the AWS config file: the ${what} cannot be used.`;
    const cases: [string, string, string][] = [
      [
        'an sso-session without start URL',
        '\n\n[sso-session bad]\nsso_region = us-east-1',
        `${line(3, 'sso-session “bad”')} It has no sso_start_url. Add one.`,
      ],
      [
        'an sso-session without region, or an empty one',
        `[sso-session bad]\nsso_start_url = ${START_URL}\nsso_region =`,
        `${line(1, 'sso-session “bad”')} It has no sso_region. Add one.`,
      ],
      [
        'a start URL that is none',
        `[sso-session bad]\nsso_region = us-east-1\n\nsso_start_url = https://me:${SECRET}@portal.example`,
        `${line(4, 'sso-session “bad”')} This is not a start URL. One looks like https://d-1234567890.awsapps.com/start, or is the id or alias alone.`,
      ],
      [
        'a region that is none',
        `[sso-session bad]\nsso_start_url = ${START_URL}\nsso_region = ${SECRET}`,
        `${line(3, 'sso-session “bad”')} Its sso_region is not an AWS region. One looks like us-east-1.`,
      ],
      [
        'a legacy profile without region',
        `[profile bad]\nsso_start_url = ${START_URL}`,
        `${line(1, 'profile “bad”')} It has no sso_region. Add one.`,
      ],
      [
        'a legacy profile with a region that is none',
        `[default]\nsso_start_url = ${START_URL}\nsso_region = ${SECRET}`,
        `${line(3, 'profile “default”')} Its sso_region is not an AWS region. One looks like us-east-1.`,
      ],
      [
        'a profile whose sso-session does not exist',
        `[profile bad]\nregion = us-east-1\nsso_session = ${SECRET}`,
        `${line(3, 'profile “bad”')} The file has no sso-session of the name that it gives.`,
      ],
      [
        'a line that is nothing',
        `${SECRET}`,
        'Line 1 of the AWS config file is neither a [section] nor “key = value” nor a comment. Correct or remove it.',
      ],
      [
        'a section that is not closed',
        `[sso-session bad\nsso_region = ${SECRET}`,
        'Line 1 of the AWS config file begins a section, but does not end with “]”. Add it.',
      ],
    ];
    for (const [what, text, sentence] of cases) {
      it(`${what}, and reads the rest, without quoting a value`, async () => {
        const { sessions, problems } = await read(`${text}\n[sso-session good]\n${PORTAL}`);
        assert.deepEqual(problems, [sentence]);
        assert.deepEqual(
          sessions.map(({ name }) => name),
          ['good'],
        );
        assert.ok(!problems.join().includes(SECRET));
      });
    }

    it('an sso-session that stands there twice, which the AWS CLI refuses and the SDKs merge', async () => {
      const { sessions, problems } = await read(
        `[sso-session corp]\n${PORTAL}[sso-session corp]\nsso_region = us-west-2`,
      );
      assert.deepEqual(problems, [
        'Line 4 of the AWS config file begins the section “sso-session corp” of line 1 again. Make them one.',
      ]);
      assert.deepEqual(
        sessions.map(({ name, region }) => [name, region]),
        [['corp', 'us-west-2']],
      );
    });

    it('an sso-session only once, though profiles name it', async () => {
      const { problems } = await read('[sso-session bad]\n[profile a]\nsso_session = bad\n');
      assert.equal(problems.length, 1);
    });
  });
});
