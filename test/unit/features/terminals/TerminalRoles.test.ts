import assert from 'node:assert/strict';
import { AwsFiles } from '../../../../src/aws/config/AwsFiles.ts';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { RoleCredentials as Credentials } from '../../../../src/aws/services/SsoPortal.ts';
import { AwsSsoError } from '../../../../src/base/errors.ts';
import type { TerminalRole } from '../../../../src/features/terminals/terminalMemory.ts';
import {
  TerminalRoles,
  type TerminalRolesOptions,
} from '../../../../src/features/terminals/TerminalRoles.ts';
import { useFakeClock } from '../../support/fakeClock.ts';
import { MemorySecrets } from '../../support/MemorySecrets.ts';
import { memoryLog } from '../../support/memoryLog.ts';
import { settled } from '../../support/settled.ts';

const READER: TerminalRole = {
  ...{ session: 's1', sessionName: 'corp', accountId: '111122223333', accountName: 'Sandbox' },
  roleName: 'Reader',
};
const WRITER: TerminalRole = { ...READER, roleName: 'Writer+1' };
const HOUR_MS = 3_600_000;
const URI = 'AWS_CONTAINER_CREDENTIALS_FULL_URI';
const SECRET = 'AWS_CONTAINER_AUTHORIZATION_TOKEN';
type Access = readonly [uri: string, token: string];

const NOBODY = new AwsSsoError('NotSignedIn', 'Nobody is signed in.');

const forever = (): Promise<never> => new Promise(() => undefined);

describe('TerminalRoles', () => {
  const clock = useFakeClock();
  const opened: TerminalRoles[] = [];
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

  function open(kept = lasting(), options: Partial<TerminalRolesOptions> = {}) {
    const variables = new Map<string, string>();
    let changes = 0;
    const persisted = new Set<string>();
    let isPersistent = true;
    // The editor is told of each change at once, and keeps all of the variables that there are then.
    const persist = (): void => {
      if (isPersistent) {
        variables.forEach((value) => persisted.add(value));
      }
    };
    const environment = {
      get persistent() {
        return isPersistent;
      },
      set persistent(is) {
        isPersistent = is;
        persist();
      },
      clear: () => variables.clear(),
      delete(name: string) {
        variables.delete(name);
        persist();
      },
      forEach: (callback: (name: string) => void) => [...variables.keys()].forEach((name) => callback(name)),
      replace(name: string, value: string) {
        changes += variables.get(name) === value ? 0 : 1;
        variables.set(name, value);
        persist();
      },
    };
    const fetched: string[] = [];
    const signedIn = new Set(['s1']);
    const problems: string[] = [];
    const lost: string[] = [];
    let answer: (role: { roleName: string }) => Promise<Credentials> = ({ roleName }) =>
      Promise.resolve({
        accessKeyId: `${roleName} ${fetched.length}`,
        secretAccessKey: 'secret',
        sessionToken: 'token',
        expiration: Date.now() + HOUR_MS,
      });
    let left: Credentials | undefined;
    const terminals = new TerminalRoles({
      sessions: {
        load: () => Promise.resolve(),
        find: (id) => (signedIn.has(id) ? {} : undefined),
        fresh: () => Promise.reject(NOBODY),
      },
      roles: {
        async get(role) {
          fetched.push(role.roleName);
          if (!signedIn.has(role.session)) {
            left = undefined;
            throw NOBODY;
          }
          return (left = await answer(role));
        },
        left: () => left,
      },
      secrets: kept.secrets,
      awsFiles: new AwsFiles(),
      workspaceState: {
        keys: () => [...kept.state.keys()],
        get: (key: string) => kept.state.get(key),
        update: (key: string, value: unknown) => Promise.resolve(void kept.state.set(key, value)),
      } as TerminalRolesOptions['workspaceState'],
      environment: environment as TerminalRolesOptions['environment'],
      isLocal: true,
      env: () => ({ HOME }),
      regionChosen: () => undefined,
      defaultRegion: () => undefined,
      editorSession: 'today',
      mayPersist: () => false,
      isInWsl: () => false,
      hasOpenTerminals: () => false,
      onAccessLost: ({ roleName }) => lost.push(roleName),
      onChange: () => undefined,
      onProblem: (role, problem) => problems.push(`${role.roleName}: ${(problem as Error).message}`),
      log: memoryLog(),
      ...options,
    });
    opened.push(terminals);
    return {
      ...{ terminals, variables, environment, persisted, fetched, signedIn, problems, lost, kept },
      use: (role = READER, isExpiringChosen = false) =>
        settled(clock(), terminals.use(role, isExpiringChosen)),
      restore: () => settled(clock(), terminals.restore()),
      clear: () => settled(clock(), terminals.clear()),
      /** How often a variable has changed, for which the editor marks the terminals that are open. */
      changes: () => changes,
      answer: (now: typeof answer) => void (answer = now),
      left: (now: Credentials | undefined) => void (left = now),
      /** What a terminal that is opened now has. */
      access: (): Access => [variables.get(URI) ?? '', variables.get(SECRET) ?? ''],
      ask: async ([uri, token]: Access = [variables.get(URI) ?? '', variables.get(SECRET) ?? '']) => {
        const response = await settled(clock(), fetch(uri, { headers: { Authorization: token } }));
        const body = (await response.json()) as Record<string, string>;
        return { status: response.status, ...body };
      },
    };
  }

  it('serves the ten roles that were used last, and no older ones', async () => {
    const kept = lasting();
    const { terminals } = open(kept);
    for (let number = 1; number <= 12; number++) {
      await settled(clock(), terminals.use({ ...READER, roleName: `R${number}` }, false));
    }
    const [memory] = [...kept.state.values()] as { given?: readonly TerminalRole[] }[];
    assert.deepEqual(
      memory?.given?.map(({ roleName }) => roleName),
      ['R12', 'R11', 'R10', 'R9', 'R8', 'R7', 'R6', 'R5', 'R4', 'R3'],
    );
  });

  it('gives terminals an address and a secret, which are not for the editor to keep', async () => {
    const { use, variables, environment, ask, kept } = open();
    const state = await use();
    assert.deepEqual([...variables.keys()].sort(), [SECRET, URI]);
    assert.equal(environment.persistent, false);
    assert.deepEqual(state, { role: READER, why: undefined, preferred: [], problem: undefined });
    const { Expiration, ...rest } = (await ask()) as Record<string, unknown>;
    assert.match(String(Expiration), /^2026-01-01T01:00:\d\dZ$/);
    assert.deepEqual(rest, {
      status: 200,
      AccessKeyId: 'Reader 2',
      SecretAccessKey: 'secret',
      Token: 'token',
      AccountId: '111122223333',
    });
    assert.ok(!JSON.stringify([...kept.state]).includes(variables.get(SECRET) ?? ''));
  });

  it('does not change anything when there are no credentials to be had', async () => {
    const { use, answer, variables, terminals, kept } = open();
    await use();
    const before = new Map(variables);
    answer(() => Promise.reject(new AwsSsoError('RoleNotAssigned', 'not yours')));
    await assert.rejects(use(WRITER), { code: 'RoleNotAssigned' });
    assert.deepEqual(variables, before);
    assert.equal(terminals.state?.role, READER);
    assert.equal(JSON.stringify([...kept.state]).includes('Writer'), false);
  });

  it('serves the roles of terminals that are open, each to those of that role, and no others', async () => {
    const { use, ask, access } = open();
    await use();
    const reader = access();
    await use(WRITER);
    const writer = access();
    assert.match(((await ask(reader)) as Record<string, unknown>)['AccessKeyId'] as string, /^Reader/);
    assert.match(((await ask(writer)) as Record<string, unknown>)['AccessKeyId'] as string, /^Writer/);
    // A terminal of one role cannot help itself to another's.
    assert.equal((await ask([writer[0], reader[1]])).status, 401);
    assert.equal((await ask([reader[0].replace('Reader', 'Admin'), reader[1]])).status, 401);
  });

  it('tells a role that a profile leads to from one that is assigned, after a reload as well', async () => {
    const before = open();
    await before.use();
    const assigned = before.access();
    const state = await before.use({ ...READER, profile: 'Team #1' });
    const chained = before.access();
    assert.notEqual(chained[0], assigned[0]);
    assert.equal(state.role.profile, 'Team #1');
    assert.equal((await before.ask(chained)).status, 200);
    assert.equal((await before.ask([chained[0], assigned[1]])).status, 401);
    before.terminals.dispose();
    const after = open(before.kept);
    await after.restore();
    assert.equal(after.terminals.state?.role.profile, 'Team #1');
    assert.deepEqual(after.access(), chained);
  });

  it('takes the region of the profile that leads to the role', async () => {
    const profile = (name: string, region: string): string =>
      `[profile ${name}]\nrole_arn = arn:aws:iam::111122223333:role/Reader\nregion = ${region}\n`;
    writeFileSync(
      path.join(HOME, '.aws', 'config'),
      profile('one', 'eu-west-1') + profile('two', 'eu-west-2'),
    );
    const { use } = open();
    assert.equal((await use({ ...READER, profile: 'two' })).region, 'eu-west-2');
  });

  it('is at the same address after a reload, with the same secret', async () => {
    const before = open();
    await before.use();
    const reader = before.access();
    await before.use(WRITER);
    before.terminals.dispose();
    const after = open(before.kept);
    assert.equal(after.terminals.state, undefined);
    await after.restore();
    assert.deepEqual(after.variables, before.variables);
    assert.equal((await after.ask(reader)).status, 200);
  });

  it('has another secret after a restart of the editor, and says so to terminals from before', async () => {
    const before = open();
    await before.use();
    const [uri, token] = before.access();
    before.terminals.dispose();
    const after = open(before.kept, { editorSession: 'tomorrow' });
    await after.restore();
    assert.equal(after.variables.get(URI), uri);
    assert.notEqual(after.variables.get(SECRET), token);
    assert.equal((await after.ask()).status, 200);
    const refused = (await after.ask([uri, token])) as Record<string, unknown>;
    assert.equal(refused['status'], 401);
    assert.match(String(refused['message']), /Open a new/);
    assert.deepEqual([before.lost, after.lost], [[], ['Reader']]);
    assert.equal(before.kept.secrets.values.size, 1, 'The secret from before is forgotten.');
    after.terminals.dispose();
    const reloaded = open(before.kept, { editorSession: 'tomorrow' });
    await reloaded.restore();
    assert.deepEqual(reloaded.access(), after.access());
    assert.deepEqual(reloaded.lost, []);
  });

  it('tells of terminals that lost access by the reload itself, and of nothing when a role is first used', async () => {
    const before = open();
    await before.use();
    await before.use(WRITER);
    before.terminals.dispose();
    before.kept.secrets.values.clear();
    const after = open(before.kept);
    await after.restore();
    assert.deepEqual([before.lost, after.lost], [[], ['Writer+1']]);
    after.terminals.look();
    await after.restore();
    assert.deepEqual(after.lost, ['Writer+1']);
  });

  it('has the editor keep what shuts others out, but never credentials', async () => {
    const mayPersist = () => true;
    const env = () => ({ HOME, AWS_ACCESS_KEY_ID: 'AKIA' });
    const live = open(lasting(), { mayPersist, env });
    await live.use();
    assert.equal(live.environment.persistent, true);
    assert.equal(live.variables.get('AWS_ACCESS_KEY_ID'), '');
    const expiring = open(lasting(), { mayPersist, isLocal: false });
    await expiring.use();
    assert.equal(expiring.environment.persistent, false);
    expiring.signedIn.clear();
    expiring.terminals.update();
    await expiring.restore();
    assert.equal(expiring.variables.get('AWS_ACCESS_KEY_ID'), 'NO-CREDENTIALS-SEE-EDITOR');
    assert.equal(expiring.environment.persistent, true);
    assert.ok(expiring.persisted.has('NO-CREDENTIALS-SEE-EDITOR'));
    assert.ok(!expiring.persisted.has('secret'));
  });

  it('takes another secret when somebody else has the port now, and never the old one again', async () => {
    const before = open();
    await before.use();
    const [leakedUri, leaked] = before.access();
    const port = Number(new URL(leakedUri).port);
    before.terminals.dispose();
    const other = createServer().listen(port, '127.0.0.1');
    await once(other, 'listening');
    const { secrets } = before.kept;
    const store = secrets.store.bind(secrets);
    secrets.store = () => Promise.reject(new Error('keyring locked'));
    const after = open(before.kept);
    await after.restore();
    const [uri, token] = after.access();
    assert.notEqual(token, leaked);
    assert.notEqual(new URL(uri).port, String(port));
    assert.equal((await after.ask()).status, 200);
    assert.equal((await after.ask([uri, leaked])).status, 401);
    after.terminals.dispose();
    other.close();
    secrets.store = store;
    const later = open(before.kept);
    await later.restore();
    assert.notEqual(later.access()[1], leaked);
    assert.equal(secrets.values.size, 1);
    assert.equal((await later.ask()).status, 200);
  });

  it('is in force, and can be stopped, while the keyring waits for its password or throws', async () => {
    const before = open();
    await before.use();
    before.terminals.dispose();
    const hanging = { get: forever, store: forever, delete: forever };
    const locked = () => Promise.reject(new Error('keyring locked'));
    const throwing = { get: locked, store: locked, delete: locked };
    for (const secrets of [hanging, throwing]) {
      const after = open(before.kept, { secrets });
      await after.restore();
      assert.equal((await after.ask()).status, 200);
      await after.clear();
      assert.equal(after.variables.size, 0);
      await open(before.kept).use();
    }
  });

  it('gives variables that expire where it may not listen', async () => {
    // eslint-disable-next-line @typescript-eslint/unbound-method -- put back where it was
    const { listen } = Server.prototype;
    Server.prototype.listen = function (this: Server) {
      setImmediate(() => this.emit('error', new Error('listen EPERM')));
      return this;
    } as typeof listen;
    try {
      const { use, variables, kept } = open();
      assert.equal((await use(WRITER)).why, 'port');
      assert.match(variables.get('AWS_ACCESS_KEY_ID') ?? '', /^Writer/);
      assert.ok(JSON.stringify([...kept.state]).includes('Writer'));
    } finally {
      Server.prototype.listen = listen;
    }
  });

  it('notices that new terminals run in WSL now', async () => {
    let isInWsl = false;
    const { use, terminals, restore } = open(lasting(), { isInWsl: () => isInWsl });
    assert.equal((await use()).isInWsl, undefined);
    isInWsl = true;
    terminals.look();
    await restore();
    assert.equal(terminals.state?.isInWsl, true);
  });

  it('names the region chosen for the account, or by the setting, where nothing in terminals names one', async () => {
    let chosen: string | undefined;
    const options = { regionChosen: () => chosen, defaultRegion: () => 'us-west-2' };
    const { use, terminals, variables, restore } = open(lasting(), options);
    assert.equal((await use()).region, 'us-west-2');
    assert.equal(variables.get('AWS_REGION'), 'us-west-2');
    chosen = 'eu-central-1';
    terminals.look();
    await restore();
    assert.equal(terminals.state?.region, 'eu-central-1');
    assert.equal(variables.get('AWS_DEFAULT_REGION'), 'eu-central-1');
    const inherited = open(lasting(), { ...options, env: () => ({ HOME, AWS_REGION: 'us-east-2' }) });
    chosen = undefined;
    assert.equal((await inherited.use()).region, 'us-east-2');
    assert.equal(inherited.variables.has('AWS_REGION'), false);
  });

  it('does not listen after it was disposed of', async () => {
    const { terminals, use } = open();
    terminals.dispose();
    await assert.rejects(use());
  });

  describe('tells the variables of terminals, for what runs elsewhere:', () => {
    const variablesOf = (terminals: TerminalRoles) => settled(clock(), terminals.variables(60_000));

    it('those of a terminal that is opened now', async () => {
      const { use, terminals, variables } = open();
      await use();
      assert.deepEqual(await variablesOf(terminals), Object.fromEntries(variables));
      assert.equal(variables.size, 2);
      await use(WRITER);
      assert.match((await variablesOf(terminals))?.[URI] ?? '', /Writer%2B1$/);
      writeFileSync(path.join(HOME, '.aws/credentials'), '[default]\naws_access_key_id = AKIA\n');
      const now = await variablesOf(terminals);
      assert.match(now?.['AWS_ACCESS_KEY_ID'] ?? '', /^Writer/);
      assert.deepEqual(now, Object.fromEntries(variables));
    });

    it('none where no role is used, nor any more', async () => {
      const { use, clear, terminals } = open();
      assert.equal(await variablesOf(terminals), undefined);
      await use();
      await clear();
      assert.equal(await variablesOf(terminals), undefined);
    });

    it('those of the role that is remembered, which it brings back first', async () => {
      const before = open();
      await before.use();
      before.terminals.dispose();
      const { terminals, variables } = open(before.kept);
      assert.deepEqual(await variablesOf(terminals), Object.fromEntries(before.variables));
      assert.deepEqual(variables, before.variables);
    });

    it('none that work, rather than others, while a remembered role does not come back', async () => {
      const before = open();
      await before.use();
      before.terminals.dispose();
      const hanging = { get: forever, store: forever, delete: forever };
      const { terminals } = open(before.kept, { secrets: hanging });
      const start = Date.now();
      const now = terminals.variables(1000);
      await clock().tickAsync(1000);
      assert.equal((await now)?.['AWS_ACCESS_KEY_ID'], 'NO-CREDENTIALS-SEE-EDITOR');
      assert.equal(Date.now() - start, 1000);
    });

    it('those from before while a change goes on', async () => {
      const { use, answer, terminals, variables } = open();
      await use();
      const before = Object.fromEntries(variables);
      answer(forever);
      void terminals.use(WRITER, false);
      const now = terminals.variables(1000);
      await clock().tickAsync(1000);
      assert.deepEqual(await now, before);
    });
  });

  it('notices that a profile with credentials comes first now', async () => {
    const { use, restore, terminals, variables } = open();
    await use();
    writeFileSync(path.join(HOME, '.aws/credentials'), '[default]\naws_access_key_id = AKIA\n');
    terminals.look();
    await restore();
    assert.equal(terminals.state?.why, 'profile');
    assert.match(variables.get('AWS_ACCESS_KEY_ID') ?? '', /^Reader/);
    assert.equal(variables.has(URI), false);
  });

  it('takes a new address when the secret store has forgotten the secret', async () => {
    const before = open();
    await before.use();
    before.terminals.dispose();
    before.kept.secrets.values.clear();
    const after = open(before.kept);
    await after.restore();
    assert.notEqual(after.variables.get(SECRET), before.variables.get(SECRET));
    assert.equal((await after.ask()).status, 200);
  });

  it('remembers nothing that it cannot read', async () => {
    const kept = lasting();
    kept.state.set('awsSso.terminals', { inUse: 'nonsense' });
    const { restore, variables, use, ask } = open(kept);
    await restore();
    assert.equal(variables.size, 0);
    await use();
    assert.equal((await ask()).status, 200);
  });

  it('forgets everything, for terminals that are open too', async () => {
    const { use, clear, ask, access, variables, kept, terminals } = open();
    await use();
    const before = access();
    await clear();
    assert.equal(variables.size, 0);
    assert.equal(terminals.state, undefined);
    assert.equal(kept.secrets.values.size, 0);
    await assert.rejects(ask(before));
    const { restore, variables: later } = open(kept);
    await restore();
    assert.equal(later.size, 0);
  });

  it('ends at once, whatever is being waited for', async () => {
    const { use, answer, left, clear, terminals, variables } = open(lasting(), { isLocal: false });
    await use();
    answer(forever);
    left(undefined);
    terminals.look();
    await clock().tickAsync(100);
    await clear();
    assert.equal(variables.size, 0);
    answer(() => Promise.reject(new AwsSsoError('Network', 'late')));
    await clock().tickAsync(10 * 60_000);
    assert.equal(variables.size, 0);
    assert.equal(terminals.state, undefined);
  });

  it('says so again when somebody has signed in and out in between', async () => {
    const { use, ask, signedIn, problems, terminals } = open();
    await use();
    for (let round = 1; round <= 2; round++) {
      signedIn.clear();
      await ask();
      assert.equal(problems.length, round);
      signedIn.add('s1');
      terminals.update();
      await settled(clock(), terminals.restore());
    }
  });

  it('says once that a person is needed, until it works again', async () => {
    const { use, ask, signedIn, problems, terminals } = open();
    await use();
    signedIn.clear();
    terminals.update();
    assert.equal((await ask()).status, 403);
    assert.equal((await ask()).status, 403);
    assert.deepEqual(problems, ['Reader: Nobody is signed in.']);
    assert.equal(terminals.state?.problem, NOBODY);
    signedIn.add('s1');
    assert.equal((await ask()).status, 200);
    assert.equal(terminals.state?.problem, undefined);
    signedIn.clear();
    assert.equal((await ask()).status, 403);
    assert.equal(problems.length, 2);
  });

  it('says so once for each role, whichever asks first', async () => {
    const { use, ask, access, signedIn, problems } = open();
    await use();
    const reader = access();
    await use(WRITER);
    const writer = access();
    signedIn.clear();
    for (const role of [reader, writer, reader, writer]) {
      await ask(role);
    }
    assert.deepEqual(
      problems.map((problem) => problem.split(':')[0]),
      ['Reader', 'Writer+1'],
    );
  });

  it('knows that the role is not assigned until it is, whatever becomes of the token', async () => {
    const { use, ask, answer, left, restore, terminals } = open();
    const notAssigned = new AwsSsoError('RoleNotAssigned', 'not yours');
    await use();
    answer(() => Promise.reject(notAssigned));
    left(undefined);
    assert.equal((await ask()).status, 403);
    terminals.update();
    terminals.look();
    await restore();
    assert.equal(terminals.state?.problem, notAssigned);
  });

  it('gives what is in memory while the secret storage does not answer', async () => {
    const sessions = { load: forever, find: () => ({}), fresh: forever };
    const { use, ask } = open(lasting(), { sessions });
    await use();
    assert.equal((await ask()).status, 200);
  });

  it('does not bother a person with what passes by itself', async () => {
    const { use, ask, answer, left, problems, terminals } = open();
    await use();
    answer(() => Promise.reject(new AwsSsoError('Throttled', 'later')));
    left(undefined);
    assert.equal((await ask()).status, 503);
    assert.deepEqual(problems, []);
    assert.equal(terminals.state?.problem, undefined);
  });

  it('gives what is good still while new ones are on their way', async () => {
    const { use, ask, answer, left } = open();
    await use();
    answer(() => new Promise(() => undefined));
    const expiration = Date.now() + 60_000;
    left({ accessKeyId: 'old', secretAccessKey: 's', sessionToken: 't', expiration });
    assert.equal(((await ask()) as Record<string, unknown>)['AccessKeyId'], 'old');
  });

  it('notices that somebody has signed out, and in again', async () => {
    const { use, signedIn, terminals } = open();
    await use();
    signedIn.clear();
    terminals.update();
    await settled(clock(), terminals.restore());
    assert.equal(terminals.state?.problem, NOBODY);
    signedIn.add('s1');
    terminals.update();
    await settled(clock(), terminals.restore());
    assert.equal(terminals.state?.problem, undefined);
  });

  describe('with variables that expire', () => {
    const EXPIRING = [
      'AWS_ACCESS_KEY_ID',
      'AWS_CREDENTIAL_EXPIRATION',
      'AWS_SECRET_ACCESS_KEY',
      'AWS_SESSION_TOKEN',
    ];

    it('is for terminals that run elsewhere, whatever this machine has', async () => {
      writeFileSync(path.join(HOME, '.aws/config'), '[default]\nregion = eu-west-1\nsso_session = x\n');
      const { use, variables, terminals } = open(lasting(), { isLocal: false });
      const { why, expiration } = await use();
      assert.equal(why, 'remote');
      assert.equal(expiration, Date.UTC(2026, 0, 1, 1));
      assert.deepEqual([...variables.keys()].sort(), EXPIRING);
      assert.equal(variables.get('AWS_CREDENTIAL_EXPIRATION'), '2026-01-01T01:00:00Z');
      assert.deepEqual((await settled(clock(), terminals.obstacle()))?.why, 'remote');
    });

    it('says which variable of those the settings name is preferred to them', async () => {
      const env = () => ({ AWS_PROFILE: 'work' });
      const { use } = open(lasting(), { isLocal: false, env });
      assert.deepEqual((await use()).preferred, ['AWS_PROFILE']);
    });

    it('is for those whose environment leads to another server', async () => {
      const env = () => ({ HOME, AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/x', AWS_PROFILE: 'work' });
      const { use } = open(lasting(), { env });
      const { why, preferred } = await use();
      assert.deepEqual({ why, preferred }, { why: 'environment', preferred: ['AWS_PROFILE'] });
    });

    it('is by choice where a profile comes first, and remembered', async () => {
      const { use, variables, kept, terminals } = open();
      assert.equal((await use(READER, true)).why, 'profile');
      assert.deepEqual([...variables.keys()].sort(), EXPIRING);
      assert.equal(terminals.isExpiringChosen, true);
      const after = open(kept);
      await after.restore();
      assert.equal(after.terminals.state?.why, 'profile');
      await after.use(WRITER, false);
      assert.deepEqual([...after.variables.keys()].sort(), [SECRET, URI]);
    });

    it('renews them before they expire, and waits for a network', async () => {
      const { use, variables, fetched, answer, terminals } = open(lasting(), { isLocal: false });
      await use();
      const first = variables.get('AWS_ACCESS_KEY_ID');
      answer(() => Promise.reject(new AwsSsoError('Network', 'offline')));
      await clock().tickAsync(HOUR_MS - 4 * 60_000);
      await settled(clock(), terminals.restore());
      assert.equal(variables.get('AWS_ACCESS_KEY_ID'), first);
      assert.match((terminals.state?.problem as Error).message, /offline/);
      const before = fetched.length;
      answer(({ roleName }) =>
        Promise.resolve({
          ...{ accessKeyId: `new ${roleName}`, secretAccessKey: 's', sessionToken: 't' },
          expiration: Date.now() + HOUR_MS,
        }),
      );
      await clock().tickAsync(60_000);
      await settled(clock(), terminals.restore());
      assert.equal(fetched.length, before + 1);
      assert.equal(variables.get('AWS_ACCESS_KEY_ID'), 'new Reader');
      assert.equal(terminals.state?.problem, undefined);
    });

    it('leaves open terminals unmarked until what they have has expired, and while there is nothing new', async () => {
      const options = { isLocal: false, hasOpenTerminals: () => true };
      const { use, restore, answer, left, changes, fetched, variables, terminals } = open(lasting(), options);
      await use();
      const [before, first] = [changes(), variables.get('AWS_ACCESS_KEY_ID')];
      await clock().tickAsync(HOUR_MS - 60_000);
      await restore();
      assert.equal(changes(), before);
      answer(() => Promise.reject(new AwsSsoError('Network', 'offline')));
      left(undefined);
      const asked = fetched.length;
      await clock().tickAsync(10 * 60_000);
      await restore();
      assert.ok(fetched.length > asked + 5, 'It is asked again and again.');
      assert.equal(changes(), before);
      assert.match((terminals.state?.problem as Error).message, /offline/);
      answer(() =>
        Promise.resolve({
          ...{ accessKeyId: 'new', secretAccessKey: 's', sessionToken: 't' },
          expiration: Date.now() + HOUR_MS,
        }),
      );
      await clock().tickAsync(60_000);
      await restore();
      assert.notEqual(variables.get('AWS_ACCESS_KEY_ID'), first);
      assert.equal(terminals.state?.problem, undefined);
    });

    it('gives none that work when the session has ended, nor those that the role hid; and new ones after the sign-in', async () => {
      const { use, variables, signedIn, terminals } = open(lasting(), { isLocal: false });
      await use();
      signedIn.clear();
      terminals.update();
      await settled(clock(), terminals.restore());
      assert.equal(variables.get('AWS_ACCESS_KEY_ID'), 'NO-CREDENTIALS-SEE-EDITOR');
      signedIn.add('s1');
      terminals.update();
      await settled(clock(), terminals.restore());
      assert.deepEqual([...variables.keys()].sort(), EXPIRING);
    });

    it('gives none that work either where there is no network at the start', async () => {
      const before = open(lasting(), { isLocal: false });
      await before.use();
      before.terminals.dispose();
      const after = open(before.kept, { isLocal: false });
      after.answer(() => Promise.reject(new AwsSsoError('Network', 'offline')));
      await after.restore();
      assert.equal(after.variables.get('AWS_ACCESS_KEY_ID'), 'NO-CREDENTIALS-SEE-EDITOR');
    });

    it('renews those that expired while the machine slept soon after it wakes', async () => {
      const { use, restore, fetched } = open(lasting(), { isLocal: false });
      await use();
      const before = fetched.length;
      // Timers stand still, the wall clock goes on.
      clock().setSystemTime(Date.now() + 8 * HOUR_MS);
      await clock().tickAsync(60_000);
      await restore();
      assert.equal(fetched.length, before + 1);
    });

    it('gives those of the person who has signed in meanwhile', async () => {
      const { use, restore, variables, left, terminals } = open(lasting(), { isLocal: false });
      await use();
      const first = variables.get('AWS_ACCESS_KEY_ID');
      terminals.update();
      await restore();
      assert.equal(variables.get('AWS_ACCESS_KEY_ID'), first);
      // Credentials go with the person.
      left(undefined);
      terminals.update();
      await restore();
      assert.notEqual(variables.get('AWS_ACCESS_KEY_ID'), first);
    });

    it('gives none of the person who was signed in before, even where no others are to be had', async () => {
      const { use, restore, variables, answer, left, terminals } = open(lasting(), { isLocal: false });
      await use();
      left(undefined);
      answer(() => Promise.reject(new AwsSsoError('Throttled', 'later')));
      terminals.update();
      await restore();
      assert.equal(variables.get('AWS_ACCESS_KEY_ID'), 'NO-CREDENTIALS-SEE-EDITOR');
    });

    it('says of the AWS SDK for JavaScript only what is true', async () => {
      const env = () => ({ HOME, AWS_DEFAULT_PROFILE: 'work' });
      const { use } = open(lasting(), { env });
      // Which it does not know.
      assert.deepEqual((await use(READER, true)).preferred, []);
    });

    it('does nothing any more once no role is used', async () => {
      const { use, clear, fetched } = open(lasting(), { isLocal: false });
      await use();
      await clear();
      const before = fetched.length;
      await clock().tickAsync(3 * HOUR_MS);
      assert.equal(fetched.length, before);
    });

    it('does nothing any more either when they are to be renewed at that very moment', async () => {
      const { use, terminals, variables } = open(lasting(), { isLocal: false });
      await use();
      const clearing = terminals.clear();
      clock().tick(HOUR_MS);
      await settled(clock(), clearing);
      await settled(clock(), terminals.restore());
      assert.equal(variables.size, 0);
    });
  });
});
