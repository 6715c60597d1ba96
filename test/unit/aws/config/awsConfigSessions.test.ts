import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { tokenName } from '../../../../src/aws/cache/cacheKey.ts';
import { AwsFiles } from '../../../../src/aws/config/AwsFiles.ts';
import { awsConfigSessions } from '../../../../src/aws/config/awsConfigSessions.ts';

const START_URL = 'https://d-1234567890.awsapps.com/start';
const PORTAL = `sso_start_url = ${START_URL}\nsso_region = us-east-1\n`;

describe('awsConfigSessions', () => {
  const home = realpathSync(mkdtempSync(path.join(tmpdir(), 'home-')));
  const file = path.join(home, '.aws/config');
  const credentials = path.join(home, '.aws/credentials');
  mkdirSync(path.dirname(file));
  afterEach(() => rmSync(credentials, { force: true }));
  after(() => rmSync(home, { recursive: true }));

  async function read(text: string, textOfCredentials?: string) {
    writeFileSync(file, text);
    if (textOfCredentials !== undefined) {
      writeFileSync(credentials, textOfCredentials);
    }
    const { sessions, problems } = await awsConfigSessions(new AwsFiles(), { HOME: home });
    return { sessions, problems };
  }

  it('reads the sso-session sections, and says from which file', async () => {
    writeFileSync(file, `[sso-session corp]\n${PORTAL}sso_registration_scopes = sso:account:access\n`);
    const session = {
      name: 'corp',
      startUrl: START_URL,
      region: 'us-east-1',
      registrationScopes: ['sso:account:access'],
      place: { file, line: 1 },
      cacheKeys: [
        { sessionName: 'corp', startUrl: START_URL, region: 'us-east-1', scopes: ['sso:account:access'] },
      ],
    };
    assert.deepEqual(await awsConfigSessions(new AwsFiles(), { HOME: home }), {
      file,
      files: [file, credentials],
      sessions: [session],
      problems: [],
    });
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

  it('takes names with blanks and letters beyond ASCII, and Windows line ends', async () => {
    const { sessions, problems } = await read(
      `[sso-session "my corp"]\n${PORTAL}[sso-session büro]\n${PORTAL}`.replaceAll('\n', '\r\n'),
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
    assert.deepEqual(await awsConfigSessions(new AwsFiles(), { HOME: home, AWS_CONFIG_FILE: '/nowhere' }), {
      file: path.resolve('/nowhere'),
      files: [path.resolve('/nowhere'), credentials],
      sessions: [],
      problems: [],
    });
    const others = '[default]\nregion = us-east-1\nsso_region = us-east-1\n[preview]\nx = y\n[services s]\n';
    for (const text of ['', others]) {
      assert.deepEqual(await read(text), { sessions: [], problems: [] });
    }
  });

  it('tells of a file that cannot be read', async () => {
    const { sessions, problems } = await awsConfigSessions(new AwsFiles(), {
      HOME: home,
      AWS_CONFIG_FILE: home,
    });
    assert.deepEqual(sessions, []);
    assert.deepEqual(problems, [
      `Couldn’t read ${home} (EISDIR). Check that it’s a file, and that you may read it.`,
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
      `${path.join('~', '.aws/config')}, line ${number}: The ${what} can’t be used.`;
    const at = (number: number) => `${path.join('~', '.aws/config')}, line ${number}:`;
    const cases: [string, string, string][] = [
      [
        'an sso-session without start URL',
        '\n\n[sso-session bad]\nsso_region = us-east-1',
        `${line(3, 'sso-session “bad”')} It has no sso_start_url. Add one.`,
      ],
      [
        'an sso-session without region, or an empty one',
        `[sso-session bad]\nsso_start_url = ${START_URL}\nsso_region =`,
        `${line(3, 'sso-session “bad”')} It has no sso_region. Add one.`,
      ],
      [
        'a start URL that is none',
        `[sso-session bad]\nsso_region = us-east-1\n\nsso_start_url = https://me:${SECRET}@portal.example`,
        `${line(4, 'sso-session “bad”')} This isn’t a start URL. One looks like https://d-1234567890.awsapps.com/start, or is its ID or alias alone.`,
      ],
      [
        'a region that is none',
        `[sso-session bad]\nsso_start_url = ${START_URL}\nsso_region = ${SECRET}`,
        `${line(3, 'sso-session “bad”')} Its sso_region isn’t an AWS region. A region looks like us-east-1.`,
      ],
      [
        'a legacy profile without region',
        `[profile bad]\nsso_start_url = ${START_URL}`,
        `${line(1, 'profile “bad”')} It has no sso_region. Add one.`,
      ],
      [
        'a legacy profile with a region that is none',
        `[default]\nsso_start_url = ${START_URL}\nsso_region = ${SECRET}`,
        `${line(3, 'profile “default”')} Its sso_region isn’t an AWS region. A region looks like us-east-1.`,
      ],
      [
        'a profile whose sso-session does not exist',
        `[profile bad]\nregion = us-east-1\nsso_session = ${SECRET}`,
        `${line(3, 'profile “bad”')} Its sso_session isn’t the name of any [sso-session NAME] in the config file.`,
      ],
      [
        'an sso-session whose start URL goes on in a line that is indented',
        `[sso-session bad]\nsso_start_url = ${START_URL}\n  sso_region = us-east-1`,
        `${line(3, 'sso-session “bad”')} The line is indented, so it belongs to sso_start_url above. Remove the blanks.`,
      ],
      [
        'an sso-session whose region is nested in something else',
        `[sso-session bad]\nsso_start_url = ${START_URL}\nsso_registration_scopes =\n  sso_region = us-east-1`,
        `${line(4, 'sso-session “bad”')} sso_region is indented, so it belongs to sso_registration_scopes above. Remove the blanks.`,
      ],
      [
        'a line that is nothing',
        `${SECRET}`,
        `${at(1)} This is above the first [section], so the AWS CLI can’t read the file. Move or remove the line.`,
      ],
      [
        'a section that is not closed',
        `[sso-session bad\nsso_region = ${SECRET}`,
        `${at(1)} The section has no closing bracket. Add it.`,
      ],
      [
        'an sso-session without a name',
        `[sso-session]\n${PORTAL}`,
        `${at(1)} [sso-session] has no name. Write [sso-session NAME].`,
      ],
      [
        'an sso-session with a name of nothing',
        `[sso-session '']\n${PORTAL}`,
        `${at(1)} [sso-session ''] has no name. Write [sso-session NAME].`,
      ],
      [
        'a name with blanks and without quotes',
        `[sso-session my corp]\n${PORTAL}`,
        `${at(1)} [sso-session my corp] has a name with blanks, which needs quotes. Write [sso-session "NAME"].`,
      ],
      [
        'a quote that is not closed',
        `[sso-session Bob's]\n${PORTAL}`,
        `${at(1)} [sso-session Bob's] has a quote that isn’t closed. Close it.`,
      ],
      [
        'a profile that the config file does not say to be one',
        `[dev]\n${PORTAL}`,
        `${at(1)} The AWS CLI doesn’t know [dev]. Write [profile NAME] or [sso-session NAME].`,
      ],
      [
        'a profile that is there under two headers',
        `[default]\n[profile default]\n`,
        `${at(2)} [profile default] is the same as [default] in line 1, and takes its place. Make them one.`,
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
        `${at(4)} The section [sso-session corp] is in line 1 already, so the AWS CLI can’t read the file. Make them one.`,
        `${at(5)} sso_region is set in line 3 already, so the AWS CLI can’t read the file. Remove one of the lines.`,
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

    it('a file that is UTF-16, or not UTF-8', async () => {
      writeFileSync(file, `\uFEFF[sso-session corp]\r\n${PORTAL}`, 'utf16le');
      const files = new AwsFiles();
      assert.deepEqual((await awsConfigSessions(files, { HOME: home })).problems, [
        `${at(1)} The file is UTF-16, which no AWS client can read. Save it as UTF-8.`,
      ]);
      writeFileSync(file, `[sso-session corp]\n${PORTAL}# b\u00fcro`, 'latin1');
      const { sessions, problems } = await awsConfigSessions(files, { HOME: home });
      assert.deepEqual(problems, [`${at(4)} The line isn’t UTF-8 text. Save the file as UTF-8.`]);
      assert.equal(sessions[0]?.name, 'corp');
    });
  });

  it('says where the AWS SDKs use other files on Windows than the AWS CLI', async () => {
    writeFileSync(file, '');
    const env = { HOME: home, USERPROFILE: 'C:\\Users\\alice', AWS_CONFIG_FILE: file };
    const { problems } = await awsConfigSessions(new AwsFiles(), env, 'win32');
    assert.deepEqual(problems, [
      `HOME is ${home}, where the AWS SDKs look for files, but the AWS CLI and this extension look in USERPROFILE. Make them the same.`,
    ]);
    assert.deepEqual(
      (await awsConfigSessions(new AwsFiles(), { ...env, HOME: '/none' }, 'win32')).problems,
      [],
    );
    assert.deepEqual((await awsConfigSessions(new AwsFiles(), env, 'linux')).problems, []);
  });

  it('finds an sso-session by a name that looks as if a comment were behind it', async () => {
    const profile = (session: string) => `[profile ${session.length}]\nsso_session = ${session}\n`;
    const { sessions, problems } = await read(
      `[sso-session 'Team #1']\n${PORTAL}[sso-session 'Bob'"'"'s Corp'];mine\n${PORTAL.replace('12', '21')}` +
        profile('Team #1') +
        profile("Bob's Corp # mine"),
    );
    assert.deepEqual(problems, []);
    assert.deepEqual(
      sessions.map(({ name }) => name),
      ['Team #1', "Bob's Corp"],
    );
  });

  describe('with the credentials file', () => {
    it('reads its legacy profiles, and those of which each file has a part', async () => {
      const { sessions, problems } = await read(
        `[profile both]\nsso_start_url = ${START_URL}\nsso_region = us-west-2\n`,
        `[a]\n${PORTAL.replace('12', '21')}[both]\nsso_region = us-east-1\n[keys]\naws_access_key_id = x\n`,
      );
      assert.deepEqual(problems, []);
      assert.deepEqual(
        sessions.map(({ startUrl, region }) => [startUrl, region]),
        [
          [START_URL, 'us-east-1'],
          [START_URL.replace('12', '21'), 'us-east-1'],
        ],
      );
    });

    it('finds the sso-session of its profiles in the config file alone, and says so', async () => {
      const name = path.join('~', '.aws/credentials');
      const text = `[a]\nsso_session = corp\n[b]\nsso_session = other\n[sso-session other]\n${PORTAL}`;
      const { problems } = await read(`[sso-session corp]\n${PORTAL}`, text);
      assert.deepEqual(problems, [
        `${name}, line 5: [sso-session other] belongs in ${file}. The AWS CLI doesn’t read it here.`,
        `${name}, line 4: The profile “b” can’t be used. Its sso_session isn’t the name of any [sso-session NAME] in the config file.`,
      ]);
    });

    it('says which file to look at', async () => {
      writeFileSync(file, '');
      writeFileSync(credentials, `[a]\nsso_start_url = ${START_URL}`);
      assert.equal((await awsConfigSessions(new AwsFiles(), { HOME: home })).file, credentials);
    });
  });

  it('names links, and what they lead to', async function () {
    if (process.platform === 'win32') {
      this.skip();
    }
    const target = path.join(home, 'dotfile');
    writeFileSync(target, '');
    symlinkSync(target, credentials);
    const { files } = await awsConfigSessions(new AwsFiles(), { HOME: home });
    assert.deepEqual(files, [file, credentials, target]);
  });
});
