import assert from 'node:assert/strict';
import type { Clock } from '@sinonjs/fake-timers';
import { sessionId, type SignedInSession } from '../../../../src/sessions/kinds/identityCenter.ts';
import type { IdentityCenterSessions } from '../../../../src/sessions/kinds/IdentityCenterSessions.ts';
import type { AtPortal } from '../../../../src/sessions/portal/portalAccess.ts';
import { MemoryWindows } from '../memoryWindows.ts';
import { CORP } from '../openSessions.ts';
import { SeededRandom } from '../seededRandom.ts';
import { type Client, type Grant, type Request, SimulatedAws } from '../SimulatedAws.ts';
import { SimulatedSsoCache } from '../SimulatedSsoCache.ts';
import { SimulatedLock, SimulatedSecrets } from '../simulatedWindows.ts';
import { VirtualTime } from '../VirtualTime.ts';
import { DAY, HOUR, MINUTE } from './times.ts';

export const ID = sessionId(CORP);
/** What the AWS CLI files the session by. */
export const CACHE_KEY = { sessionName: CORP.name, startUrl: CORP.startUrl, region: CORP.region };

export interface MonthOptions {
  readonly clock: Clock;
  readonly seed: number;
  readonly days: number;
  /** Whether the windows share one secret storage. Else each has a copy, and the last writer wins. */
  readonly isStoreShared: boolean;
  /** Whether a refresh token is refused as soon as it has been used. */
  readonly isStrict: boolean;
  /** Whether somebody uses the AWS CLI beside it, and the sessions are shared with it. */
  readonly isShared: boolean;
}

export interface MonthWindow extends Client {
  isKilled: boolean;
  /** It has loaded. */
  isReady: boolean;
  readonly openedAt: number;
  readonly sessions: IdentityCenterSessions;
  readonly atPortal: AtPortal;
  readonly others: { close(): void };
  /** Those that it has told its world of. */
  readonly announced: Set<string>;
}

/** The last operation of this extension's that brought no token. */
interface Trouble {
  readonly operation: unknown;
  readonly window: MonthWindow;
  /** By the machine's clock. */
  readonly at: number;
  /** In true time. */
  readonly since: number;
  readonly expiresAt: number | undefined;
  readonly count: number;
  readonly retryAfter: number;
}

type Break = 'a lost answer' | 'a killed window' | 'a race with the AWS CLI';
type State = 'signed in' | 'signing out' | 'signed out' | 'ended';

/** A machine with its windows, the network and AWS, what has happened on it, and whether it may have. */
export class MonthState {
  readonly options: MonthOptions;
  readonly random: SeededRandom;
  readonly time: VirtualTime;
  readonly aws: SimulatedAws;
  /** Of an access token. */
  readonly lifetimeMs: number;
  readonly lock = new SimulatedLock();
  readonly secrets: SimulatedSecrets;
  readonly cache = new SimulatedSsoCache();
  readonly others = new MemoryWindows();
  readonly cli: Client = { name: 'AWS CLI', isKilled: false };
  windows: MonthWindow[] = [];
  windowCount = 0;
  violation: string | undefined;
  /** What happened, for who has to find out why. */
  readonly story: string[] = [];

  state: State = 'signed out';
  grant: Grant | undefined;
  /** When a token came to this machine, as a number in a row. */
  readonly order = new Map<string, number>();
  /** The newest token that anybody has been given, by its number. */
  handedOut = 0;
  /** Those that the portal has refused. */
  readonly refused = new Set<string>();
  /** By which refresh token the windows got an answer. */
  readonly spent = new Map<string, Request>();
  /** How the chain of refresh tokens may have come to lack its newest. */
  broken: Break | undefined;
  /** Whether a refresh that may have been acted on got no good answer, or nobody was left to hear it, since the last that did. */
  isAnswerMissing = false;
  trouble: Trouble | undefined;
  lastCall = 0;
  lastFault = -Infinity;
  lastClockChange = -Infinity;
  tellings = 0;
  isEndHeard = false;
  lastWake = 0;
  lastKnown: SignedInSession | undefined;
  readonly unannounced = new Set<Request>();
  /** How often the session has ended by itself. */
  ends = 0;

  /** Told of the requests that AWS is sent, and of their outcome. */
  onBegin: (request: Request) => void = () => undefined;
  onEnd: (request: Request) => void = () => undefined;

  constructor(options: MonthOptions) {
    this.options = options;
    const random = new SeededRandom(options.seed);
    this.random = random;
    this.time = new VirtualTime(options.clock);
    this.lifetimeMs = random.pick([20 * MINUTE, HOUR, HOUR, 8 * HOUR]);
    this.aws = new SimulatedAws({
      time: this.time,
      random,
      isStrict: options.isStrict,
      lifetimeMs: this.lifetimeMs,
      limitMs: random.pick([DAY, 7 * DAY, 7 * DAY]),
      onBegin: (request) => this.onBegin(request),
      onEnd: (request) => this.onEnd(request),
    });
    this.secrets = new SimulatedSecrets(random, options.isStoreShared, (client) => {
      void this.windows.find((window) => window === client)?.sessions.reload();
    });
  }

  tell(event: string): void {
    this.story.push(`${this.time.toString()}: ${event}`);
  }

  /** Notes what must not be. It may come up where an error would get lost, so it is thrown at the next look. */
  expect(holds: boolean, otherwise: string): void {
    if (!holds) {
      this.violation ??= `Seed ${this.options.seed}, ${this.time.toString()}: ${otherwise}.`;
    }
  }

  check(holds: boolean, otherwise: string): void {
    this.expect(holds, otherwise);
    if (this.violation !== undefined) {
      assert.fail(this.violation);
    }
  }

  orderOf(session: SignedInSession | undefined): number {
    return this.order.get(session?.accessToken ?? '') ?? 0;
  }

  /** Where refresh tokens work once. Else nothing can do that. */
  break(cause: Break): void {
    if (this.options.isStrict && this.broken !== 'a killed window') {
      this.broken = cause;
    }
  }
}
