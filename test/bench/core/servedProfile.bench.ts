import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { servedCommand } from '../../../src/aws/config/servedProfile.ts';
import { servedRole } from '../../../src/features/served/servedRole.ts';
import { ACCOUNT, Home } from '../../conformance/support/home.ts';
import { type AwsCli, installedAwsCli } from '../../conformance/support/installedClients.ts';
import { loginArguments, runAwsCli } from '../../conformance/support/runAwsCli.ts';
import { signedInWindow } from '../../conformance/support/signedInWindow.ts';
import { waitFor } from '../../editor/waitFor.ts';
import { type IdentityCenter, startIdentityCenter } from '../../identity-center/server.ts';
import { helperBundle } from '../../unit/support/helperBundle.ts';
import { type Ended, runToTheEnd, servedEditor } from '../../unit/support/servedWindow.ts';
import type { Benchmark, Figure } from '../Figure.ts';
import { compared, interleaved } from '../rounds.ts';
import { quantile } from '../statistics.ts';

const ROUNDS = { rounds: 101, warmUps: 5 };
/** The AWS CLI takes a second or so. */
const CLI_ROUNDS = { rounds: 11, warmUps: 1 };
const CALLS = 200;

const ARGUMENTS = ['--session', 'corp', '--account', ACCOUNT.accountId, '--role', ACCOUNT.roleName];

/** How long an AWS tool waits for the credentials of a served profile, from the start of the helper to its end. */
export const benchmark: Benchmark = {
  name: 'served-profile',
  async run(): Promise<readonly Figure[]> {
    const folder = mkdtempSync(path.join(tmpdir(), 'served-'));
    const center = await startIdentityCenter({ interval: 0.1 });
    const editor = servedEditor(folder, await helperBundle(folder));
    const window = signedInWindow(editor, center, path.join(folder, 'config'));
    try {
      await window.signIn();
      const role = { ...ACCOUNT, accountName: undefined, profile: 'x', file: path.join(folder, 'config') };
      await window.served.serve([servedRole(window.config, role)]);
      const { helper } = window.served;
      const requests = await requestsOfMany(center, helper);
      return [...(await besideFloors(helper, folder)), ...(await besideAwsCli(helper, center)), requests];
    } finally {
      window.close();
      await center.stop();
      rmSync(folder, { recursive: true });
    }
  },
};

async function besideFloors(helper: string, folder: string): Promise<readonly Figure[]> {
  // What a window could be asked by, were there no program of ours.
  const socket = path.join(folder, 'http.sock');
  const server = createServer((_, response) => response.end('{}')).listen(socket);
  await once(server, 'listening');
  try {
    const measured = await interleaved(ROUNDS, {
      ours: () => time(runToTheEnd(helper, ARGUMENTS)),
      empty: () => time(runToTheEnd(process.execPath, ['-e', '0'])),
      curl: () => time(runToTheEnd('curl', ['--silent', '--unix-socket', socket, 'http://x/'])),
    });
    const what = 'Served profile, start to answer';
    const note = `${ROUNDS.rounds} calls one after the other, with credentials that the window has.`;
    const p99 = (values: readonly number[]): number => quantile(values, 0.99);
    return [
      {
        ...{ what, unit: 'ms', peer: 'an empty `node -e 0`', note },
        ...compared(measured.ours, measured.empty),
        target: { atMost: 1.4 },
      },
      {
        ...{ what: `${what}, 99th percentile`, unit: 'ms', peer: 'an empty `node -e 0`' },
        ...{ ours: p99(measured.ours), theirs: p99(measured.empty), note },
      },
      {
        ...{ what, unit: 'ms', peer: '`curl --unix-socket`' },
        ...compared(measured.ours, measured.curl),
        note: 'Only for comparison: not every machine has it, and it finds no window.',
      },
    ];
  } finally {
    server.close();
  }
}

async function besideAwsCli(helper: string, center: IdentityCenter): Promise<readonly Figure[]> {
  const what = 'Served profile, start to answer';
  const cli = installedAwsCli();
  if (!cli) {
    const { ms } = await checked(runToTheEnd(helper, ARGUMENTS));
    return [{ what, unit: 'ms', ours: ms, note: 'There is no AWS CLI, version 2, on this machine.' }];
  }
  const home = new Home(center);
  home.redirectOldAwsCli(center);
  try {
    await login(cli, home, center);
    const args = ['configure', 'export-credentials', '--profile', 'corp'];
    const measured = await interleaved(CLI_ROUNDS, {
      ours: () => time(runToTheEnd(helper, ARGUMENTS)),
      theirs: async () => {
        const started = performance.now();
        await checked(runAwsCli(cli, home, center, args));
        return performance.now() - started;
      },
    });
    return [
      {
        ...{ what, unit: 'ms', peer: `AWS CLI ${cli.version}, \`configure export-credentials\`` },
        ...compared(measured.ours, measured.theirs),
        target: { atMost: 1 },
        note: 'The AWS CLI resolves a profile with an `sso-session`, with the credentials that it has kept in a file.',
      },
    ];
  } finally {
    home.remove();
  }
}

async function login(cli: AwsCli, home: Home, center: IdentityCenter): Promise<void> {
  await checked(
    runAwsCli(cli, home, center, loginArguments(cli), async () => {
      center.approve(await waitFor('the user code', () => center.pendingUserCodes[0], { seconds: 30 }));
    }),
  );
}

async function requestsOfMany(center: IdentityCenter, helper: string): Promise<Figure> {
  const count = (): number =>
    center.requests.filter(({ operation }) => operation === 'GetRoleCredentials').length;
  const before = count();
  const command = servedCommand(helper, { ...ACCOUNT, session: 'corp' });
  const { stdout } = await checked(
    runToTheEnd('/bin/sh', ['-c', `for call in $(seq ${CALLS}); do ${command} & done; wait`]),
  );
  const answers = stdout.trimEnd().split('\n').length;
  if (answers !== CALLS) {
    throw new Error(`${answers} of ${CALLS} calls were answered.`);
  }
  return {
    what: `GetRoleCredentials for ${CALLS} calls of a served profile at once`,
    unit: 'calls',
    ours: count() - before,
    isAbsolute: true,
    target: { atMost: 1 },
  };
}

async function time(running: Promise<Ended>): Promise<number> {
  return (await checked(running)).ms;
}

async function checked<Result extends { readonly code: number | null; readonly stderr: string }>(
  running: Promise<Result>,
): Promise<Result> {
  const ended = await running;
  if (ended.code !== 0) {
    throw new Error(`It has ended with ${ended.code}: ${ended.stderr}`);
  }
  return ended;
}
