import type { Change } from '../../../src/sessions/engine/change.ts';
import { Retries } from '../../../src/aws/services/retries.ts';
import { SAME_DEVICE, Signin } from '../../../src/aws/services/Signin.ts';
import type { ConsoleConfig, ConsoleTokens, SignedInConsole } from '../../../src/sessions/kinds/console.ts';
import { newDpopKey } from '../../../src/aws/services/dpop.ts';
import type { Console } from '../../../src/sessions/kinds/console.ts';
import type { SessionSetOptions } from '../../../src/sessions/engine/SessionSet.ts';
import { ConsoleSessions } from '../../../src/sessions/kinds/ConsoleSessions.ts';
import { ClockWatch } from '../../../src/http/client/ClockWatch.ts';
import { observedClient } from '../../../src/http/client/observedClient.ts';
import { memoryLog } from './memoryLog.ts';
import { MemorySecrets } from './MemorySecrets.ts';
import { MemoryLock, MemoryWindows } from './memoryWindows.ts';
import { type Answer, MockAws, ORIGIN } from './mockAws.ts';

export const ALICE: ConsoleConfig = { arn: 'arn:aws:iam::111122223333:user/alice', region: 'us-east-1' };
export const CREDENTIALS_MS = 900_000;

/** Those of a test that shares nothing with the AWS CLI. */
const NO_FILES: SessionSetOptions<Console>['sharing'] = { isOn: () => false, files: () => [] };

/** What a sign-in brings, by the number that its credentials carry. */
export function tokens(number = 1, dpopKey = newDpopKey()): ConsoleTokens {
  return {
    clientId: SAME_DEVICE,
    accessKeyId: `ASIA${number}`,
    secretAccessKey: `secret ${number}`,
    sessionToken: `session ${number}`,
    receivedAt: Date.now(),
    expiresAt: Date.now() + CREDENTIALS_MS,
    refreshToken: `ASOR${number}`,
    dpopKey,
  };
}

/** An answer of CreateOAuth2Token. */
export function credentials(number: number, expiresIn = 900): Answer {
  return {
    body: {
      accessToken: {
        accessKeyId: `ASIA${number}`,
        secretAccessKey: `secret ${number}`,
        sessionToken: `session ${number}`,
      },
      tokenType: 'aws_sigv4',
      expiresIn,
      refreshToken: `ASOR${number}`,
    },
  };
}

/** An exception as AWS Sign-In sends it. */
export function signinException(error: string, status = 401, name = 'AccessDeniedException'): Answer {
  return { status, headers: { 'x-amzn-ErrorType': name }, body: { error, message: 'Said by the service' } };
}

/** The console sessions as one window sees them, with a service whose answers a test queues. */
export function openConsoles({
  secrets = new MemorySecrets(),
  windows = new MemoryWindows(),
  lock = new MemoryLock(),
  sharing = NO_FILES,
  profiles = () => Promise.resolve<readonly ConsoleConfig[]>([]),
  aws = new MockAws(),
  /** As `issuerAddress` gives it. */
  issuer = () => ORIGIN,
  onChange = () => undefined,
}: {
  secrets?: MemorySecrets;
  windows?: MemoryWindows;
  lock?: MemoryLock;
  sharing?: SessionSetOptions<Console>['sharing'];
  profiles?: () => Promise<readonly ConsoleConfig[]>;
  aws?: MockAws;
  issuer?: () => string;
  onChange?: (change: Change<SignedInConsole>) => void;
} = {}) {
  const log = memoryLog();
  const clock = new ClockWatch(log);
  const http = observedClient(aws.http, log, clock);
  const changes: Record<'added' | 'changed' | 'removed', string[]>[] = [];
  let ended = 0;
  const keys = (list: readonly SignedInConsole[]) => list.map(({ accessKeyId }) => accessKeyId);
  const sessions: ConsoleSessions = new ConsoleSessions({
    secrets,
    sharing,
    profiles,
    lock,
    log,
    otherWindows: windows.seenBy((message) => {
      const answer = sessions.answer(message);
      return answer === undefined ? Promise.reject(new Error('not for these')) : Promise.resolve(answer);
    }),
    signin: () => Promise.resolve(new Signin(http, ORIGIN, new Retries(() => 0), clock)),
    issuer: () => Promise.resolve(issuer()),
    onChange(change) {
      const { added, changed, removed } = change;
      changes.push({ added: keys(added), changed: keys(changed), removed: keys(removed) });
      onChange(change);
    },
    onEnded: () => ended++,
  });
  const add = (config = ALICE, brought = tokens()) =>
    sessions.add(config, brought, new AbortController().signal);
  return { aws, log, changes, sessions, add, secrets, endedTimes: () => ended };
}
