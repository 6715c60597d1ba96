import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AwsFiles } from '../../../../../src/aws/config/AwsFiles.ts';
import type { RoleCredentials as Credentials } from '../../../../../src/aws/services/SsoPortal.ts';
import { AwsSsoError } from '../../../../../src/base/errors.ts';
import {
  type OwnAccess,
  OwnTerminals,
  type OwnTerminalsOptions,
} from '../../../../../src/features/terminals/own/OwnTerminals.ts';
import type { TerminalRole } from '../../../../../src/features/terminals/terminalMemory.ts';
import { useFakeClock } from '../../../support/fakeClock.ts';
import { MemorySecrets } from '../../../support/MemorySecrets.ts';
import { memoryLog } from '../../../support/memoryLog.ts';
import { settled } from '../../../support/settled.ts';

const READER: TerminalRole = {
  ...{ session: 's1', sessionName: 'corp', accountId: '111122223333', accountName: 'Sandbox' },
  roleName: 'Reader',
};
const WRITER: TerminalRole = { ...READER, roleName: 'Writer' };
const URI = 'AWS_CONTAINER_CREDENTIALS_FULL_URI';
const TOKEN = 'AWS_CONTAINER_AUTHORIZATION_TOKEN';

describe('OwnTerminals', () => {
  const clock = useFakeClock();
  const opened: OwnTerminals[] = [];
  let HOME: string;
  beforeEach(() => {
    HOME = mkdtempSync(path.join(tmpdir(), 'home-'));
    mkdirSync(path.join(HOME, '.aws'));
  });
  afterEach(() => {
    opened.splice(0).forEach((terminals) => terminals.dispose());
    rmSync(HOME, { recursive: true });
  });

  /** What stays when a window is reloaded. */
  const lasting = () => ({ secrets: new MemorySecrets(), state: new Map<string, unknown>() });

  function open(kept = lasting(), options: Partial<OwnTerminalsOptions> = {}) {
    const lost: string[] = [];
    const problems: string[] = [];
    let get = ({ roleName }: { roleName: string }): Promise<Credentials> =>
      Promise.resolve({
        ...{ accessKeyId: roleName, secretAccessKey: 's', sessionToken: 't' },
        expiration: Date.now() + 3_600_000,
      });
    const terminals = new OwnTerminals({
      sessions: { load: () => Promise.resolve(), find: () => ({}) },
      roles: { get: (role) => get(role), left: () => undefined },
      secrets: kept.secrets,
      workspaceState: {
        keys: () => [...kept.state.keys()],
        get: (key: string) => kept.state.get(key),
        update: (key: string, value: unknown) =>
          Promise.resolve(value === undefined ? kept.state.delete(key) : kept.state.set(key, value)),
      } as unknown as OwnTerminalsOptions['workspaceState'],
      isLocal: true,
      awsFiles: new AwsFiles(),
      env: () => ({ HOME }),
      regionChosen: () => 'eu-central-1',
      defaultRegion: () => undefined,
      editorSession: 'today',
      onChange: () => undefined,
      onProblem: (role, problem) => problems.push(`${role.roleName}: ${(problem as Error).message}`),
      onAccessLost: (roles) => lost.push(...roles.map(({ roleName }) => roleName)),
      log: memoryLog(),
      ...options,
    });
    opened.push(terminals);
    return {
      ...{ terminals, lost, problems, kept },
      prepare: (role: TerminalRole, isExpiringChosen = false) =>
        settled(clock(), terminals.prepare(role, isExpiringChosen)),
      restore: () => settled(clock(), terminals.restore()),
      answer: (now: typeof get) => void (get = now),
    };
  }

  async function ask({ variables }: OwnAccess): Promise<Record<string, unknown>> {
    const headers = { Authorization: variables[TOKEN] ?? '' };
    const response = await settled(clock(), fetch(variables[URI] ?? '', { headers }));
    return { status: response.status, ...((await response.json()) as object) };
  }

  it('gives each terminal its role, by a token that opens no other', async () => {
    const { prepare } = open();
    const reader = await prepare(READER);
    const writer = await prepare(WRITER);
    const another = await prepare(READER);
    assert.equal((await ask(reader))['AccessKeyId'], 'Reader');
    assert.equal((await ask(writer))['AccessKeyId'], 'Writer');
    assert.equal((await ask(another))['AccessKeyId'], 'Reader');
    const tokens = new Set([reader, writer, another].map(({ variables }) => variables[TOKEN]));
    assert.equal(tokens.size, 3);
    const swapped = { ...reader.variables, [TOKEN]: writer.variables[TOKEN] ?? '' };
    assert.equal((await ask({ ...reader, variables: swapped }))['status'], 401);
  });

  it('names the region and blanks other credentials in each, whatever is inherited', async () => {
    const { prepare } = open();
    const { variables, terminal } = await prepare(READER);
    assert.equal(variables['AWS_REGION'], 'eu-central-1');
    assert.equal(variables['AWS_DEFAULT_REGION'], 'eu-central-1');
    assert.equal(terminal.region, 'eu-central-1');
    assert.equal(variables['AWS_ACCESS_KEY_ID'], '');
    assert.equal(variables['AWS_WEB_IDENTITY_TOKEN_FILE'], '');
  });

  it('ends with the terminal, and only that one', async () => {
    const { terminals, prepare } = open();
    const [one, other] = [await prepare(READER), await prepare(READER)];
    terminals.opened(one.terminal.id, 11);
    terminals.closed(one.terminal.id, 11);
    assert.equal((await ask(one))['status'], 404);
    assert.equal((await ask(other))['status'], 200);
  });

  it('forgets the secret with the last terminal', async () => {
    const { terminals, prepare, kept } = open();
    const { terminal } = await prepare(READER);
    assert.equal(kept.secrets.values.size, 1);
    terminals.closed(terminal.id, undefined);
    await settled(clock(), new Promise((resolve) => setImmediate(resolve)));
    assert.deepEqual([kept.secrets.values.size, kept.state.size], [0, 0]);
  });

  it('goes on after a reload, and knows the terminals by the processes of their shells', async () => {
    const before = open();
    const [reader, writer] = [await before.prepare(READER), await before.prepare(WRITER)];
    before.terminals.opened(reader.terminal.id, 11);
    before.terminals.opened(writer.terminal.id, 12);
    before.terminals.dispose();
    assert.ok(!JSON.stringify([...before.kept.state]).includes(reader.variables[TOKEN] ?? '?'));
    const after = open(before.kept);
    await after.restore();
    assert.equal((await ask(reader))['AccessKeyId'], 'Reader');
    assert.equal((await ask(writer))['AccessKeyId'], 'Writer');
    assert.equal(after.terminals.opened(undefined, 12)?.role.roleName, 'Writer');
    assert.equal(after.terminals.opened(undefined, 99), undefined);
    assert.deepEqual(after.lost, []);
  });

  it('serves no terminal that was closed while nobody looked', async () => {
    const before = open();
    const [reader, writer] = [await before.prepare(READER), await before.prepare(WRITER)];
    before.terminals.opened(reader.terminal.id, 11);
    before.terminals.opened(writer.terminal.id, 12);
    before.terminals.dispose();
    const after = open(before.kept);
    await after.restore();
    after.terminals.opened(undefined, 11);
    await after.prepare(READER);
    assert.equal((await ask(reader))['status'], 200);
    assert.equal((await ask(writer))['status'], 404);
  });

  it('is over after a restart of the editor, and terminals from before are told so', async () => {
    const before = open();
    const reader = await before.prepare(READER);
    before.terminals.dispose();
    const after = open(before.kept, { editorSession: 'tomorrow' });
    await after.restore();
    const refused = await ask(reader);
    assert.equal(refused['status'], 401);
    assert.match(String(refused['message']), /Open a new/);
    assert.deepEqual(after.lost, ['Reader']);
    after.terminals.dispose();
    const third = open(before.kept, { editorSession: 'tomorrow' });
    await third.restore();
    assert.deepEqual(third.lost, []);
    await settled(clock(), new Promise((resolve) => setImmediate(resolve)));
    assert.deepEqual([before.kept.secrets.values.size, before.kept.state.size], [0, 0]);
  });

  it('gives variables that expire where terminals cannot fetch any, and none at all without credentials', async () => {
    const { prepare, answer, kept } = open(lasting(), { isLocal: false, env: () => ({ AWS_PROFILE: 'x' }) });
    const { variables, terminal, removed } = await prepare(READER);
    assert.equal(variables['AWS_ACCESS_KEY_ID'], 'Reader');
    assert.equal(variables[URI], undefined);
    assert.equal(typeof terminal.expiration, 'number');
    assert.deepEqual(removed, ['AWS_PROFILE']);
    assert.ok(!JSON.stringify([...kept.state]).includes('"s"'));
    answer(() => Promise.reject(new AwsSsoError('NotSignedIn', 'Nobody is signed in.')));
    await assert.rejects(prepare(WRITER), { code: 'NotSignedIn' });
  });

  it('has a profile that comes first take no place of the role', async () => {
    writeFileSync(path.join(HOME, '.aws/credentials'), '[default]\naws_access_key_id = AKIA\n');
    writeFileSync(path.join(HOME, '.aws/config'), '[profile aws-sso-terminals]\n');
    const { prepare } = open();
    assert.equal((await prepare(READER)).variables['AWS_PROFILE'], 'aws-sso-terminals');
  });

  it('says once that a person is needed, and which terminal gets nothing', async () => {
    const { terminals, prepare, answer, problems } = open();
    const reader = await prepare(READER);
    answer(() => Promise.reject(new AwsSsoError('NotSignedIn', 'You signed out.')));
    assert.equal((await ask(reader))['code'], 'NotSignedIn');
    await ask(reader);
    assert.deepEqual(problems, ['Reader: You signed out.']);
    assert.equal((terminals.problem(reader.terminal) as Error).message, 'You signed out.');
  });

  it('remembers nothing that it cannot read', async () => {
    const kept = lasting();
    kept.state.set('awsSso.ownTerminals', { terminals: [{ id: 1 }] });
    const { restore, terminals } = open(kept);
    await restore();
    assert.equal(terminals.opened(undefined, 1), undefined);
  });
});
