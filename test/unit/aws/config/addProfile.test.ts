import assert from 'node:assert/strict';
import { shown } from '../../../../src/base/shown.ts';
import * as profiles from '../../../../src/aws/config/addProfile.ts';
import { type NewProfile, readConfigText } from '../../../../src/aws/config/addProfile.ts';

const addProfile = (text: string, profile: NewProfile): string =>
  profiles.addProfile(readConfigText(text), profile);
const addLoginProfile = (text: string, profile: profiles.NewLoginProfile): string =>
  profiles.addLoginProfile(readConfigText(text), profile);
const proposedProfileName = (text: string, profile: NewProfile): string =>
  profiles.proposedProfileName(readConfigText(text), profile);
const proposedLoginProfileName = (text: string, user: string): string =>
  profiles.proposedLoginProfileName(readConfigText(text), user);

const START_URL = 'https://d-1234567890.awsapps.com/start';
const NEW: NewProfile = {
  profile: 'dev',
  sessionName: 'corp',
  startUrl: START_URL,
  region: 'us-east-1',
  scopes: ['sso:account:access'],
  accountId: '012345678901',
  roleName: 'AdministratorAccess',
};
const PROFILE = `[profile dev]
sso_session = corp
sso_account_id = 012345678901
sso_role_name = AdministratorAccess
`;
const SESSION = `[sso-session corp]
sso_start_url = ${START_URL}
sso_region = us-east-1
sso_registration_scopes = sso:account:access
`;

describe('addProfile', () => {
  describe('writes what aws configure sso writes', () => {
    const cases: [what: string, changed: Partial<NewProfile>, text: string][] = [
      ['a profile and its session', {}, `${PROFILE}\n${SESSION}`],
      [
        'region and output',
        { defaultRegion: 'eu-west-1', output: 'json' },
        `${PROFILE}region = eu-west-1\noutput = json\n\n${SESSION}`,
      ],
      ['neither, when they are empty', { defaultRegion: '', output: '' }, `${PROFILE}\n${SESSION}`],
      [
        'several scopes',
        { scopes: ['sso:account:access', 'codewhisperer:completions'] },
        `${PROFILE}\n${SESSION.replace(/\n$/, ',codewhisperer:completions\n')}`,
      ],
      ['no scopes', { scopes: [] }, `${PROFILE}\n${SESSION.replace(/sso_registration.*\n/, '')}`],
      [
        'the default profile',
        { profile: 'default' },
        `${PROFILE.replace('profile dev', 'default')}\n${SESSION}`,
      ],
      [
        'names with blanks, in quotes where they are headers',
        { profile: 'my dev', sessionName: 'my corp' },
        `${PROFILE.replace('dev', "'my dev'").replace('corp', 'my corp')}\n${SESSION.replace('corp', "'my corp'")}`,
      ],
    ];
    for (const [what, changed, text] of cases) {
      it(what, () => assert.equal(addProfile('', { ...NEW, ...changed }), text));
    }
  });

  describe('keeps every byte, and leaves one empty line', () => {
    const texts: [what: string, before: string, between: string][] = [
      ['behind nothing', '', ''],
      ['behind a byte order mark', '\uFEFF', ''],
      ['behind a section', '[default]\nregion = x\n', '\n'],
      ['behind an empty line', '[default]\nregion = x\n\n', ''],
      ['behind several', '[default]\nregion = x\n\n\n', ''],
      ['behind a line of blanks', '[default]\nregion = x\n \t\n', ''],
      ['behind a line of blanks that does not end', '[default]\nregion = x\n  ', '\n'],
      ['behind a line that does not end', '[default]\nregion = x', '\n\n'],
      ['behind a comment', '# one\n  [default] ; two\n\tregion=x   # three\n;four\n', '\n'],
      ['behind a nested setting', '[default]\ns3 =\n  a = b\n', '\n'],
      ['behind what is nothing', '\uFEFFnonsense\n[unclosed\n=\n', '\n'],
      ['behind Windows lines', '[default]\r\nregion = x\r\n', '\r\n'],
      ['behind Windows lines and an empty one', '[default]\r\nregion = x\r\n\r\n', ''],
      ['behind a Windows line that does not end', '\uFEFF[default]\r\nregion = x', '\r\n\r\n'],
      ['behind lines of both kinds, the last one of Windows', '[default]\nregion = x\r\n', '\r\n'],
      ['behind lines of both kinds, the last one not', '[default]\r\nregion = x\n', '\n'],
    ];
    for (const [what, before, between] of texts) {
      it(what, () => {
        const lineEnd = /\r\n[^\n]*$/.test(before) ? '\r\n' : '\n';
        const added = `${PROFILE}\n${SESSION}`.replaceAll('\n', lineEnd);
        assert.equal(addProfile(before, NEW), before + between + added);
      });
    }
  });

  it('reads a long file once, however often a name is tried', () => {
    const count = 20_000;
    const text = Array.from({ length: count }, (_, at) => `[profile p${at}]\nregion = us-east-1\n`).join('');
    const file = readConfigText(text);
    const start = process.cpuUsage();
    for (let at = 0; at < 1_000; at++) {
      assert.throws(() => profiles.addProfile(file, { ...NEW, profile: `p${at}` }), /already/);
      assert.ok(profiles.addProfile(file, { ...NEW, profile: `q${at}` }).length > text.length);
    }
    const { user, system } = process.cpuUsage(start);
    // If it were read each time: some 20 seconds.
    assert.ok(user + system < 2e6, `${(user + system) / 1000} ms`);
  });

  describe('leaves the sso-session as it is', () => {
    const sessions: Record<string, string> = {
      'that is the same': SESSION,
      'that is written in another way': `[sso-session "corp"] # ours\nsso_region=US-East-1\nsso_start_url = ${START_URL}/#/\n`,
      'that has other scopes': SESSION.replace('sso:account:access', 'a:b'),
    };
    for (const [what, before] of Object.entries(sessions)) {
      it(what, () => assert.equal(addProfile(before, NEW), `${before}\n${PROFILE}`));
    }

    it('that a profile brought', () => {
      const once = addProfile('', NEW);
      const twice = addProfile(once, { ...NEW, profile: 'prod' });
      assert.equal(twice, `${once}\n${PROFILE.replace('dev', 'prod')}`);
      assert.deepEqual(readConfigText(twice).config.problems, []);
    });
  });

  describe('refuses a profile that the file has', () => {
    const headers = ['[profile dev]', '[profile "dev"]', '[profile  dev ] # ours', '\uFEFF[profile dev]\r'];
    // A reader that stops at the bracket would find it twice.
    for (const header of [...headers, '[profile dev] and more', '[profile dev]]']) {
      it(`as ${JSON.stringify(header)}`, () =>
        assert.throws(() => addProfile(`${header}\nregion = x\n`, NEW), {
          code: 'InvalidRequest',
          message: 'The AWS config file already has a profile “dev”. Choose another name.',
        }));
    }

    for (const header of ['[default]', '[profile default]']) {
      it(`as ${header}`, () =>
        assert.throws(
          () => addProfile(`${header}\n`, { ...NEW, profile: 'default' }),
          /already has a profile “default”/,
        ));
    }

    for (const other of [
      '[profile dev2]',
      '[profile Dev]',
      '# [profile dev]',
      '[sso-session dev]',
      '[dev]',
    ]) {
      it(`but not ${other}`, () =>
        assert.ok(addProfile(`${other}\n`, NEW).startsWith(`${other}\n\n[profile dev]`)));
    }
  });

  describe('refuses an sso-session of that name', () => {
    const sessions: Record<string, string> = {
      'with another portal': SESSION.replace('d-1234567890', 'd-0987654321'),
      'with another region': SESSION.replace('us-east-1', 'us-east-2'),
      'without portal': '[sso-session corp]\nsso_region = us-east-1\n',
      'without region': `[sso-session corp]\nsso_start_url = ${START_URL}\n`,
      'with what is no portal': SESSION.replace('https:', 'ftp:'),
      'that is broken': '[sso-session corp] and more\n',
    };
    for (const [what, text] of Object.entries(sessions)) {
      it(what, () =>
        assert.throws(() => addProfile(text, NEW), {
          code: 'InvalidRequest',
          message:
            'The AWS config file has an sso-session “corp” with another portal or region. Correct it, or rename the session.',
        }),
      );
    }
  });

  describe('refuses a name', () => {
    const names = ['', ' a', 'a ', 'a\tb', 'a\nb', 'a\u00a0b', 'a\0b', 'a\ud800b'];
    for (const name of [...names, "a'b", 'a"b', 'a\\b', 'a[b', 'a]b', 'a #b', 'a ;b', '#a', ';a']) {
      it(JSON.stringify(name), () => {
        const refusal = {
          code: 'InvalidRequest',
          message: `The AWS CLI would misread the name “${shown(name)}”. Use letters, digits, “-”, “_” and “.” only.`,
        };
        assert.throws(() => addProfile('', { ...NEW, profile: name }), refusal);
        assert.throws(() => addProfile('', { ...NEW, sessionName: name }), refusal);
      });
    }

    for (const name of [
      'a',
      'A_b-c.d',
      'a b',
      'a+b=c,d@e',
      'a#b',
      'a;b',
      'a%b$c',
      'büro',
      '__proto__',
      '日本',
    ]) {
      it(`but not ${name}, which is read again`, () => {
        const text = addProfile('', { ...NEW, profile: name, sessionName: name });
        const { problems, profiles, ssoSessions } = readConfigText(text).config;
        assert.deepEqual([problems, [...profiles.keys()], [...ssoSessions.keys()]], [[], [name], [name]]);
        assert.equal(profiles.get(name)?.settings.get('sso_session')?.value, name);
      });
    }
  });

  describe('refuses a value that would become something else', () => {
    const keys = {
      accountId: 'sso_account_id',
      roleName: 'sso_role_name',
      startUrl: 'sso_start_url',
      region: 'sso_region',
      defaultRegion: 'region',
      output: 'output',
    } as const;
    for (const [member, key] of Object.entries(keys)) {
      for (const value of ['x\ncredential_process = evil', 'x\r', ' x', 'x ', '#x', 'x ;y']) {
        it(`${key} = ${JSON.stringify(value)}`, () =>
          assert.throws(() => addProfile('', { ...NEW, [member]: value }), {
            code: 'InvalidRequest',
            message: `The AWS CLI would misread this ${key}.`,
          }));
      }
    }

    it('or none', () => {
      assert.throws(() => addProfile('', { ...NEW, accountId: '' }), /sso_account_id/);
      assert.throws(() => addProfile('', { ...NEW, roleName: '' }), /sso_role_name/);
    });

    it('or a scope', () => {
      assert.throws(() => addProfile('', { ...NEW, scopes: ['a', 'b\nc'] }), /sso_registration_scopes/);
    });
  });
});

describe('proposedProfileName', () => {
  const cases: [taken: string, name: string][] = [
    ['', 'AdministratorAccess-012345678901'],
    ['[profile AdministratorAccess-012345678901]', 'AdministratorAccess-012345678901-2'],
    [
      '[profile "AdministratorAccess-012345678901"]\n[profile AdministratorAccess-012345678901-2] broken',
      'AdministratorAccess-012345678901-3',
    ],
    ['[sso-session AdministratorAccess-012345678901]', 'AdministratorAccess-012345678901'],
  ];
  for (const [text, name] of cases) {
    it(`is ${name} in ${JSON.stringify(text)}`, () => assert.equal(proposedProfileName(text, NEW), name));
  }
});

describe('addLoginProfile', () => {
  const ALICE = { profile: 'alice', arn: 'arn:aws:iam::111122223333:user/alice', region: 'eu-west-1' };
  const PROFILE_OF_ALICE = `[profile alice]
login_session = arn:aws:iam::111122223333:user/alice
region = eu-west-1
`;

  it('writes what aws login writes, behind what is there', () => {
    assert.equal(addLoginProfile('', ALICE), PROFILE_OF_ALICE);
    assert.equal(addLoginProfile('[default]', ALICE), `[default]\n\n${PROFILE_OF_ALICE}`);
  });

  it('refuses a name that is taken, or cannot be one', () => {
    assert.throws(() => addLoginProfile(PROFILE_OF_ALICE, ALICE), { code: 'InvalidRequest' });
    assert.throws(() => addLoginProfile('', { ...ALICE, profile: 'a]b' }), { code: 'InvalidRequest' });
  });

  it('proposes the user’s name, in letters that every client takes', () => {
    assert.equal(proposedLoginProfileName('', 'alice'), 'alice');
    assert.equal(proposedLoginProfileName(PROFILE_OF_ALICE, 'alice'), 'alice-2');
    assert.equal(proposedLoginProfileName('', 'Admin/alice@example.com'), 'Admin-alice-example.com');
  });
});
