import assert from 'node:assert/strict';
import type { AwsConfigSessions } from '../../../../src/aws/config/awsConfigSessions.ts';
import { sessionId } from '../../../../src/sessions/kinds/identityCenter.ts';
import { memoryLog } from '../../support/memoryLog.ts';
import { useStubbedEditor, withStubbedEditor } from '../../support/stubbedEditor.ts';
import { settingsEditor } from './settingsEditor.ts';

const editor = settingsEditor();
const { ConfiguredSessions } = await withStubbedEditor(
  editor.stub,
  () => import('../../../../src/features/settings/ConfiguredSessions.ts'),
);
const entry = (name: string, portal = name) => ({
  name,
  startUrl: `https://${portal}.awsapps.com/start`,
  region: 'us-east-1',
});
const ACCESS = ['sso:account:access'];
const session = (name: string, portal = name) => ({ ...entry(name, portal), registrationScopes: ACCESS });
const imported = (name: string, portal = name) => ({
  ...session(name, portal),
  place: { file: '/', line: 3 },
  cacheKeys: [{ sessionName: name, startUrl: entry(name, portal).startUrl, region: 'us-east-1' }],
});

describe('ConfiguredSessions', () => {
  useStubbedEditor(editor.stub);
  let file: AwsConfigSessions;
  let configured: InstanceType<typeof ConfiguredSessions>;
  let changes: number;
  let log: ReturnType<typeof memoryLog>;
  beforeEach(() => {
    editor.reset();
    file = { file: '/', files: ['/'], sessions: [], problems: [] };
    log = memoryLog();
    configured = new ConfiguredSessions(() => Promise.resolve(file), log);
    changes = 0;
    configured.onDidChange(() => changes++);
  });
  afterEach(() => configured.dispose());
  const names = () => configured.list().map(({ name, startUrl }) => `${name} ${new URL(startUrl).hostname}`);

  it('are those of the settings, then those of the AWS config file, then what the workspace suggests', async () => {
    editor.set('sessions', [entry('ours')]);
    editor.set('sessions', [entry('suggested')], 'workspace');
    file = { ...file, sessions: [imported('cli')] };
    await configured.load();
    assert.deepEqual(
      configured.list().map(({ name }) => [name, configured.isSuggested(session(name))]),
      [
        ['ours', false],
        ['cli', false],
        ['suggested', true],
      ],
    );
  });

  it('are one where the settings and the file have the same portal, by the name of the settings', async () => {
    editor.set('sessions', [entry('ours', 'portal')]);
    const theirs = imported('theirs', 'portal');
    file = { ...file, sessions: [theirs] };
    await configured.load();
    assert.deepEqual(names(), ['ours portal.awsapps.com']);
    assert.deepEqual(configured.cacheKeysOf(session('ours', 'portal')), theirs.cacheKeys);
  });

  it('know where the AWS config file has them, unless the settings have them, too', async () => {
    editor.set('sessions', [entry('both')]);
    file = { ...file, sessions: [imported('cli'), imported('both')] };
    await configured.load();
    const places = ['cli', 'both', 'neither'].map((name) => configured.placeOf(session(name)));
    assert.deepEqual(places, [{ file: '/', line: 3 }, undefined, undefined]);
    const [, both] = configured.list();
    assert.equal(configured.isInSettings(sessionId(session('both'))), true);
    assert.equal(configured.isInSettings(sessionId(both!)), false);
  });

  it('hold against another portal under the same name, of the file and of the workspace', async () => {
    editor.set('sessions', [entry('corp', 'ours')]);
    editor.set('sessions', [entry('corp', 'evil'), entry('again', 'ours')], 'workspace');
    file = { ...file, sessions: [imported('corp', 'theirs')] };
    await configured.load();
    assert.deepEqual(names(), ['corp ours.awsapps.com']);
    assert.deepEqual(configured.cacheKeysOf(session('corp', 'ours')), []);
    assert.ok(!configured.isSuggested(session('corp', 'ours')));
    assert.match(log.lines.join(), /sso-session “corp” .* is not used/);
  });

  it('have nothing of a workspace that is not trusted, until it is', () => {
    editor.stub.workspace.isTrusted = false;
    editor.set('sessions', [entry('suggested')], 'workspace');
    assert.deepEqual(names(), []);
    const before = changes;
    editor.grantTrust();
    assert.deepEqual([names(), changes - before], [['suggested suggested.awsapps.com'], 1]);
  });

  it('follow the settings, and tell of it', () => {
    editor.set('sessions', [entry('one')]);
    assert.deepEqual(names(), ['one one.awsapps.com']);
    assert.equal(configured.list(), configured.list());
    editor.set('sessions', [entry('two')]);
    assert.deepEqual([names(), changes], [['two two.awsapps.com'], 2]);
  });

  it('leave the file alone where the user does not want it, and take it where they do', async () => {
    file = { ...file, sessions: [imported('cli')], problems: ['Line 3: wrong.'] };
    editor.set('importAwsConfig', false);
    await configured.load();
    assert.deepEqual([names(), configured.problems().awsConfig], [[], []]);
    editor.set('importAwsConfig', true);
    await configured.refresh();
    assert.deepEqual(
      [names(), configured.problems().awsConfig],
      [['cli cli.awsapps.com'], ['Line 3: wrong.']],
    );
    assert.ok(log.lines.includes('Line 3: wrong.'));
  });

  it('tell of the file only when what is in it has changed', async () => {
    await configured.load();
    const before = changes;
    await configured.refresh();
    assert.equal(changes, before);
    file = { ...file, sessions: [imported('cli')] };
    await configured.refresh();
    assert.equal(changes, before + 1);
  });

  it('say what is wrong with the settings and the file, and where the file is', async () => {
    editor.set('sessions', ['nonsense']);
    file = { ...file, problems: ['Line 1: wrong.'] };
    await configured.load();
    assert.deepEqual(configured.problems(), {
      settings: ['Entry 1 of the setting awsSso.sessions: It needs a name.'],
      awsConfig: ['Line 1: wrong.'],
      file: '/',
    });
  });

  it('are filed for the AWS CLI by what the settings say, where the file does not know them', () => {
    const { name: sessionName, startUrl, region } = entry('ours');
    assert.deepEqual(configured.cacheKeysOf(session('ours')), [
      { sessionName, startUrl, region, scopes: ACCESS },
    ]);
  });
});
