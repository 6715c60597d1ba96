import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { SignedInSession } from '../../../src/sessions/kinds/identityCenter.ts';
import { cliDate, Home } from '../../conformance/support/home.ts';
import { type IdentityCenter, startIdentityCenter } from '../../identity-center/server.ts';
import type { Benchmark, Figure } from '../Figure.ts';
import { packageWithVersion } from '../peers.ts';
import { signedIn } from './signedIn.ts';

const WINDOWS = 4;
const CALLERS = 1_000;
const HOUR_MS = 3_600_000;

interface Outcome {
  readonly refreshes: number;
  readonly withoutToken: number;
}

/** What happens when a token has expired, and everybody asks for another one at once. */
export const benchmark: Benchmark = {
  name: 'expiry',
  async run(): Promise<readonly Figure[]> {
    const ours = await atExpiry(windows);
    const theirs = await atExpiry(sdkProcesses);
    const peer = packageWithVersion('@aws-sdk/token-providers');
    const note = `Each window is a process, and so is each of the peer's. Refresh tokens work once. The peer's ${WINDOWS} processes share the file of the AWS CLI.`;
    return [
      {
        what: 'Refreshes for 1,000 callers in each of 4 windows',
        unit: 'calls',
        ...{ ours: ours.refreshes, peer, theirs: theirs.refreshes },
        ...{ isAbsolute: true, target: { atMost: 1, atLeast: 1 }, note },
      },
      {
        what: 'Callers among them that got no good token',
        unit: 'calls',
        ...{ ours: ours.withoutToken, peer, theirs: theirs.withoutToken },
        ...{ isAbsolute: true, target: { atMost: 0 }, note },
      },
    ];
  },
};

/** Where the scripts run, and with what. */
interface Processes {
  readonly script: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

async function atExpiry(
  prepare: (center: IdentityCenter, session: SignedInSession, directory: string) => Processes,
): Promise<Outcome> {
  const directory = mkdtempSync(path.join(tmpdir(), 'expiry-'));
  const center = await startIdentityCenter({ interval: 0.1 });
  try {
    const { script, args, env } = prepare(center, await expired(center), directory);
    const before = center.requests.length;
    const children = Array.from({ length: WINDOWS }, () =>
      fork(path.join(import.meta.dirname, script), args, { env: { ...process.env, ...env } }),
    );
    await Promise.all(children.map((child) => once(child, 'message')));
    const answers = children.map((child) => once(child, 'message') as Promise<[number]>);
    children.forEach((child) => child.send(CALLERS));
    const served = (await Promise.all(answers)).reduce((sum, [count]) => sum + count, 0);
    const gone = children.map((child) => once(child, 'exit'));
    children.forEach((child) => child.kill());
    await Promise.all(gone);
    const refreshes = center.requests
      .slice(before)
      .filter(({ operation }) => operation === 'CreateToken').length;
    return { refreshes, withoutToken: WINDOWS * CALLERS - served };
  } finally {
    await center.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

function windows(center: IdentityCenter, session: SignedInSession, directory: string): Processes {
  const args = [directory, center.oidc, JSON.stringify(session)];
  return { script: 'expiryWindowProcess.ts', args, env: {} };
}

function sdkProcesses(center: IdentityCenter, session: SignedInSession, directory: string): Processes {
  const home = new Home(center, directory);
  const { startUrl, region, accessToken, refreshToken, clientId, clientSecret } = session;
  const token = {
    ...{ startUrl, region, accessToken, refreshToken, clientId, clientSecret },
    expiresAt: cliDate(-HOUR_MS),
    registrationExpiresAt: cliDate(24 * HOUR_MS),
  };
  home.write(home.tokenFile, JSON.stringify(token));
  const env = { HOME: home.path, AWS_ENDPOINT_URL_SSO_OIDC: center.oidc };
  return { script: 'expirySdkProcess.ts', args: [], env };
}

/** Signed in to, and expired for an hour. */
async function expired(center: IdentityCenter): Promise<SignedInSession> {
  const now = Date.now();
  return { ...(await signedIn(center)), receivedAt: now - 2 * HOUR_MS, expiresAt: now - HOUR_MS };
}
