import assert from 'node:assert/strict';
import { useStubbedEditor, withStubbedEditor } from '../../support/stubbedEditor.ts';
import { settingsEditor } from './settingsEditor.ts';

const editor = settingsEditor();
const settings = await withStubbedEditor(
  editor.stub,
  () => import('../../../../src/features/settings/settings.ts'),
);
const CORP = { name: 'corp', startUrl: 'https://corp.awsapps.com/start', region: 'us-east-1' };
const ACCESS = ['sso:account:access'];

describe('The settings', () => {
  useStubbedEditor(editor.stub);
  beforeEach(() => editor.reset());

  it('take the region of what goes into the person’s own files from no workspace', () => {
    editor.set('defaultRegion', 'eu-west-1');
    editor.set('defaultRegion', 'us-east-1', 'workspace');
    assert.deepEqual([settings.defaultRegion(), settings.defaultRegionOfUser()], ['us-east-1', 'eu-west-1']);
  });

  it('give sessions in canonical form', () => {
    editor.set('sessions', [
      { name: ' corp ', startUrl: 'https://corp.awsapps.com/start/#/', region: 'EU-WEST-1' },
      { name: 'id', startUrl: 'd-1234567890', region: 'us-east-1', registrationScopes: ['b', 'a', 'b'] },
    ]);
    assert.deepEqual(settings.userSettings(), {
      sessions: [
        { ...CORP, region: 'eu-west-1', registrationScopes: ACCESS },
        {
          name: 'id',
          startUrl: 'https://d-1234567890.awsapps.com/start',
          region: 'us-east-1',
          registrationScopes: ['a', 'b'],
        },
      ],
      problems: [],
    });
  });

  for (const [entry, problem] of [
    [{ startUrl: CORP.startUrl, region: CORP.region }, 'It needs a name.'],
    [{ ...CORP, name: '  ' }, 'It needs a name.'],
    ['nonsense', 'It needs a name.'],
    [null, 'It needs a name.'],
    [{ name: 'x', startUrl: CORP.startUrl }, '“x” needs a startUrl and a region.'],
    [{ ...CORP, name: 'x', startUrl: 7 }, '“x” needs a startUrl and a region.'],
    [
      { ...CORP, name: 'x', registrationScopes: 'a' },
      'The registrationScopes of “x” must be an array of strings.',
    ],
    [
      { ...CORP, name: 'x', registrationScopes: [7] },
      'The registrationScopes of “x” must be an array of strings.',
    ],
    ...['us-west-2', [7], ['cn-north-1'], ['us-west-2', 'us-gov-west-1']].map(
      (regions) =>
        [
          { ...CORP, name: 'x', regions },
          'The regions of “x” must be an array of regions in the same partition of AWS.',
        ] as const,
    ),
    [{ ...CORP, name: 'x', startUrl: 'http://a.b/start' }, '“x”: The start URL must begin with https://.'],
    [CORP, 'Another session already has this name.'],
  ] as const) {
    it(`say what is wrong with ${JSON.stringify(entry)}, and keep the rest`, () => {
      editor.set('sessions', [CORP, entry]);
      const { sessions, problems } = settings.userSettings();
      assert.deepEqual(sessions, [{ ...CORP, registrationScopes: ACCESS }]);
      assert.deepEqual(problems, [`Entry 2 of the setting awsSso.sessions: ${problem}`]);
    });
  }

  it('name further regions, and keep them when a session is added or corrected', async () => {
    const corp = { ...CORP, regions: ['us-west-2', 'EU-West-1 '] };
    editor.set('sessions', [corp]);
    const [session] = settings.userSettings().sessions;
    assert.deepEqual(session?.regions, ['us-west-2', 'eu-west-1']);
    await settings.addConfiguredSession({ ...session, region: 'eu-central-1' });
    await settings.addConfiguredSession({ ...session, name: 'other' });
    assert.deepEqual(
      editor.updates.map(([, value]) => (value as { regions: unknown }[]).at(-1)?.regions),
      [corp.regions, session?.regions],
    );
    editor.set('sessions', [{ ...CORP, regions: [] }]);
    assert.ok(!('regions' in settings.userSettings().sessions[0]!));
  });

  it('say which region is none', () => {
    editor.set('sessions', [{ ...CORP, region: 'Frankfurt' }]);
    assert.match(settings.userSettings().problems.join(), /Entry 1 .*“corp”: .*“Frankfurt” .*AWS region/);
  });

  for (const nonsense of ['text', 7, { name: 'x' }, null]) {
    it(`are empty where they are ${JSON.stringify(nonsense)}, and never written over`, async () => {
      editor.set('sessions', nonsense);
      assert.deepEqual(settings.userSettings(), {
        sessions: [],
        problems: ['The setting awsSso.sessions must be a list.'],
      });
      await assert.rejects(settings.addConfiguredSession({ ...CORP, registrationScopes: ACCESS }), {
        code: 'InvalidRequest',
      });
      assert.deepEqual(editor.updates, []);
    });
  }

  it('suggest what the workspace and its folder say, and nothing as long as the workspace is not trusted', () => {
    editor.set('sessions', [CORP], 'workspace');
    editor.set('sessions', [{ ...CORP, name: 'lab' }, 'nonsense'], 'folder');
    const names = () => settings.workspaceSettings().map(({ name }) => name);
    editor.stub.workspace.isTrusted = false;
    assert.deepEqual(names(), []);
    editor.stub.workspace.isTrusted = true;
    assert.deepEqual(names(), ['corp', 'lab']);
    assert.deepEqual(settings.userSettings().sessions, []);
    editor.set('sessions', 'nonsense', 'workspace');
    assert.deepEqual(names(), ['lab']);
  });

  it('take endpoints from the user alone', () => {
    editor.set('endpoints', { oidc: 'https://evil.example' }, 'workspace');
    editor.set('endpoints', { oidc: 'https://evil.example' }, 'folder');
    assert.deepEqual(settings.endpointSettings(), {});
    editor.set('endpoints', { oidc: 'https://ours.example' });
    assert.deepEqual(settings.endpointSettings(), { oidc: 'https://ours.example' });
  });

  for (const wrong of ['https://x', 7, { sts: 'https://x' }, { oidc: 7 }]) {
    it(`lead nowhere else where endpoints are ${JSON.stringify(wrong)}`, () => {
      editor.set('endpoints', wrong);
      assert.throws(() => settings.endpointSettings(), {
        code: 'InvalidRequest',
        message:
          'The setting awsSso.endpoints must look like { "oidc": "https://…", "portal": "https://…" }.',
      });
    });
  }

  it('add a session, and correct the region of one that is there, with all else as it was', async () => {
    const corp = { ...CORP, comment: 'mine' };
    editor.set('sessions', [corp, 'nonsense']);
    const lab = { name: 'lab', startUrl: 'https://lab.awsapps.com/start', region: 'us-east-1' };
    await settings.addConfiguredSession({ ...lab, registrationScopes: ACCESS });
    await settings.addConfiguredSession({ ...lab, registrationScopes: ['a'] });
    await settings.addConfiguredSession({ ...CORP, region: 'eu-west-1', registrationScopes: ACCESS });
    assert.deepEqual(editor.updates, [
      ['sessions', [corp, 'nonsense', lab], 1],
      ['sessions', [corp, 'nonsense', { ...lab, registrationScopes: ['a'] }], 1],
      ['sessions', [{ ...corp, region: 'eu-west-1' }, 'nonsense'], 1],
    ]);
  });

  it('keep the name and the scopes of a session whose start URL is corrected, and lose one that is removed', async () => {
    const corp = { ...CORP, registrationScopes: ['a'] };
    editor.set('sessions', [corp, 'nonsense'], 'user');
    const corrected = { ...corp, startUrl: 'https://lab.awsapps.com/start', region: 'eu-west-1' };
    await settings.addConfiguredSession(corrected, corp);
    await settings.removeConfiguredSession(corp);
    assert.deepEqual(editor.updates, [
      ['sessions', [corrected, 'nonsense'], 1],
      ['sessions', ['nonsense'], 1],
    ]);
  });

  it('have defaults for whatever else is written into them', () => {
    const read = () => [
      settings.importsAwsConfig(),
      settings.signInFlow(),
      settings.sharesTokensWithAwsCli(),
    ];
    assert.deepEqual(read(), [true, 'deviceAuthorization', false]);
    editor.set('importAwsConfig', false);
    editor.set('signInFlow', 'authorizationCode');
    editor.set('shareTokensWithAwsCli', true);
    assert.deepEqual(read(), [false, 'authorizationCode', true]);
    editor.set('importAwsConfig', 'no');
    editor.set('signInFlow', 'magic');
    editor.set('shareTokensWithAwsCli', 'yes');
    assert.deepEqual(read(), [true, 'deviceAuthorization', false]);
  });
});
