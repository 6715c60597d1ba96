import assert from 'node:assert/strict';
import type { Clock } from '@sinonjs/fake-timers';
import { Retries } from '../../../src/aws/services/retries.ts';
import { SsoOidc } from '../../../src/aws/services/SsoOidc.ts';
import { SsoPortal } from '../../../src/aws/services/SsoPortal.ts';
import { AwsSsoError, isAwsSsoError } from '../../../src/base/errors.ts';
import { authorize } from '../../../src/sessions/kinds/authorize.ts';
import { IDENTITY_CENTER } from '../../../src/sessions/kinds/identityCenterRules.ts';
import { Registrations } from '../../../src/sessions/kinds/Registrations.ts';
import type { Change } from '../../../src/sessions/engine/change.ts';
import { IdentityCenterSessions } from '../../../src/sessions/kinds/IdentityCenterSessions.ts';
import type { SessionServices } from '../../../src/sessions/kinds/SessionServices.ts';
import { ssoCacheFiles } from '../../../src/sessions/kinds/ssoCacheFiles.ts';
import { type AtPortal, portalAccess } from '../../../src/sessions/portal/portalAccess.ts';
import {
  type EndReason,
  sessionId,
  type SignedInSession,
} from '../../../src/sessions/kinds/identityCenter.ts';
import { blindPrompt } from './blindPrompt.ts';
import { memoryLog } from './memoryLog.ts';
import { MemoryWindows } from './memoryWindows.ts';
import { ORIGIN } from './mockAws.ts';
import { CORP } from './openSessions.ts';
import { SeededRandom } from './seededRandom.ts';
import {
  type Client,
  type Grant,
  isRefresh,
  type Request,
  SimulatedAws,
  type Weather,
} from './SimulatedAws.ts';
import { SimulatedSsoCache } from './SimulatedSsoCache.ts';
import { SimulatedLock, SimulatedSecrets } from './simulatedWindows.ts';
import { pause, VirtualTime } from './VirtualTime.ts';

const ID = sessionId(CORP);
const KEY = { sessionName: CORP.name, startUrl: CORP.startUrl, region: CORP.region };
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What the engine promises about time; see `Renewal.ts` and `Failures.ts`. */
const AHEAD = 5 * MINUTE;
const FIRST_PAUSE = SECOND;
const LONGEST_PAUSE = MINUTE;
const CALLERS_PAUSE = 5 * SECOND;
const LONGEST_RETRY_AFTER = 5 * MINUTE;
/** Longer than any failure is remembered, and any operation takes. */
const AFTERMATH = 7 * MINUTE;

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

interface Window extends Client {
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
  readonly window: Window;
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

/**
 * Some weeks of one session, in a few windows of an editor, on a machine that sleeps, with a network that fails and a
 * clock that is set. What must hold is looked at after every timer, and while it happens.
 */
export class SimulatedMonth {
  readonly #options: MonthOptions;
  readonly #random: SeededRandom;
  readonly #time: VirtualTime;
  readonly #aws: SimulatedAws;
  /** Of an access token. */
  readonly #lifetimeMs: number;
  readonly #lock = new SimulatedLock();
  readonly #secrets: SimulatedSecrets;
  readonly #cache = new SimulatedSsoCache();
  readonly #others = new MemoryWindows();
  readonly #cli: Client = { name: 'AWS CLI', isKilled: false };
  #windows: Window[] = [];
  #windowCount = 0;
  #violation: string | undefined;
  /** What happened, for who has to find out why. */
  readonly #story: string[] = [];

  #state: State = 'signed out';
  #grant: Grant | undefined;
  /** When a token came to this machine, as a number in a row. */
  readonly #order = new Map<string, number>();
  /** The newest token that anybody has been given, by its number. */
  #handedOut = 0;
  /** Those that the portal has refused. */
  readonly #refused = new Set<string>();
  /** By which refresh token the windows got an answer. */
  readonly #spent = new Map<string, Request>();
  /** How the chain of refresh tokens may have come to lack its newest. */
  #broken: Break | undefined;
  /** Whether a refresh that may have been received got no answer, since the last that did. */
  #isAnswerMissing = false;
  #trouble: Trouble | undefined;
  #lastCall = 0;
  #lastFault = -Infinity;
  #lastClockChange = -Infinity;
  #tellings = 0;
  #isEndHeard = false;
  #lastWake = 0;
  #lastKnown: SignedInSession | undefined;
  readonly #unannounced = new Set<Request>();
  readonly counts = { refreshes: 0, troubles: 0, signIns: 0, ends: 0, calls: 0, errors: 0, adopted: 0 };

  constructor(options: MonthOptions) {
    this.#options = options;
    const random = new SeededRandom(options.seed);
    this.#random = random;
    this.#time = new VirtualTime(options.clock);
    this.#lifetimeMs = random.pick([20 * MINUTE, HOUR, HOUR, 8 * HOUR]);
    this.#aws = new SimulatedAws({
      ...{ time: this.#time, random, isStrict: options.isStrict },
      lifetimeMs: this.#lifetimeMs,
      limitMs: random.pick([DAY, 7 * DAY, 7 * DAY]),
      onBegin: (request) => this.#begin(request),
      onEnd: (request) => this.#end(request),
    });
    this.#secrets = new SimulatedSecrets(random, options.isStoreShared, (client) => {
      void this.#windows.find((window) => window === client)?.sessions.reload();
    });
  }

  /** @throws the first thing that must not be, with how it came about. */
  async run(): Promise<void> {
    try {
      for (let count = 0; count < 3; count++) {
        this.#open();
      }
      await this.#pass(SECOND);
      await this.#signIn();
      while (this.#time.now < this.#options.days * DAY) {
        await this.#step();
      }
      await this.#afterTheLimit();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw new Error(`${message}\n${this.#story.slice(-30).join('\n')}`, { cause: error });
    } finally {
      this.#windows.forEach((window) => this.#kill(window));
      await this.#time.end();
    }
  }

  // What happens

  async #step(): Promise<void> {
    const event = this.#random.weighted({
      time: 20,
      calls: 50,
      portal: 6,
      weather: 4,
      sleep: 12,
      kill: 4,
      restart: 1,
      clock: 2,
      empty: 2,
      awsCli: this.#options.isShared ? 8 : 0,
      dropToken: 1,
      signOut: 0.5,
    });
    switch (event) {
      case 'time':
        return this.#pass(this.#random.magnitude(MINUTE, 4 * HOUR));
      case 'calls':
        return this.#call();
      case 'portal':
        return this.#callPortal();
      case 'weather':
        return this.#change();
      case 'sleep':
        return this.#sleep();
      case 'kill':
        return this.#replace(this.#random.pick(this.#windows));
      case 'restart':
        return this.#restart();
      case 'clock':
        return this.#setClock();
      case 'empty':
        return this.#empty();
      case 'awsCli':
        return this.#refreshWithCli();
      case 'dropToken':
        return this.#drop();
      case 'signOut':
        return this.#signOutAndIn();
    }
  }

  async #call(): Promise<void> {
    for (let bursts = this.#random.between(1, 4); bursts > 0; bursts--) {
      const window = this.#random.pick(this.#windows);
      const isFresh = this.#random.chance(0.8);
      for (let count = this.#random.magnitude(1, 251); count > 0; count--) {
        if (isFresh) {
          this.#callFresh(window);
        } else {
          this.#callCurrent(window);
        }
      }
      await this.#pass(this.#random.magnitude(1, 20 * SECOND));
    }
    await this.#pass(this.#random.magnitude(1, 10 * MINUTE));
  }

  async #callPortal(): Promise<void> {
    const { isReady, atPortal } = this.#random.pick(this.#windows);
    if (!isReady) {
      return;
    }
    this.#lastCall = this.#time.now;
    const action = (_: SsoPortal, token: string): Promise<void> => {
      if (this.#aws.weather !== 'fine') {
        return Promise.reject(
          new AwsSsoError('Network', 'no portal', { network: { kind: 'refused', maybeSent: false } }),
        );
      }
      if (this.#aws.takes(token)) {
        return Promise.resolve();
      }
      this.#refused.add(token);
      const service = {
        service: 'sso',
        name: 'UnauthorizedException',
        status: 401,
        retryable: false,
      } as const;
      return Promise.reject(new AwsSsoError('NotSignedIn', 'refused', { service }));
    };
    void atPortal(ID, action).catch(() => undefined);
    await this.#pass(this.#random.magnitude(SECOND, MINUTE));
  }

  async #change(): Promise<void> {
    const random = this.#random;
    const weather = random.pick<Weather>([
      ...(['unreachable', 'hanging', 'losing answers', 'busy', 'throttling', 'captive'] as const),
    ]);
    this.#aws.retryAfter = random.chance(0.5) ? random.magnitude(1, 600) : undefined;
    this.#tell(`${weather}, retry after ${this.#aws.retryAfter ?? '–'} s`);
    this.#aws.weather = weather;
    // There are calls, too, while nothing works.
    const end = this.#time.now + random.magnitude(10 * SECOND, 2 * HOUR);
    while (this.#time.now < end) {
      await (random.chance(0.3) ? this.#call() : this.#pass(random.magnitude(SECOND, 30 * MINUTE)));
      if (random.chance(0.1)) {
        await this.#sleep();
      }
    }
    this.#tell('fine');
    this.#aws.weather = 'fine';
    this.#lastFault = this.#time.now;
  }

  async #sleep(): Promise<void> {
    const ms = this.#random.magnitude(MINUTE, 12 * HOUR);
    this.#tell(`asleep for ${Math.round(ms / MINUTE)} min`);
    this.#time.sleep(ms);
    this.#lastWake = this.#time.now;
    await this.#pass(this.#random.magnitude(1, 2 * MINUTE));
  }

  async #replace(window: Window): Promise<void> {
    this.#kill(window);
    await this.#pass(this.#random.magnitude(1, HOUR));
    this.#open();
    await this.#pass(SECOND);
  }

  async #restart(): Promise<void> {
    for (const window of this.#windows) {
      this.#kill(window);
    }
    await this.#pass(this.#random.magnitude(1, 3 * HOUR));
    for (let count = 0; count < 3; count++) {
      this.#open();
      await this.#pass(this.#random.magnitude(1, SECOND));
    }
    await this.#pass(SECOND);
  }

  async #setClock(): Promise<void> {
    const by = this.#random.between(-HOUR, HOUR);
    this.#tell(`the clock is set by ${Math.round(by / SECOND)} s`);
    this.#time.setClock(by);
    this.#lastClockChange = this.#time.now;
    await this.#pass(this.#random.magnitude(1, HOUR));
  }

  async #empty(): Promise<void> {
    const window = this.#random.pick(this.#windows);
    this.#tell(`the secrets are gone, and ${window.name} looks`);
    this.#secrets.empty(window);
    if (this.#random.chance(0.5)) {
      await this.#pass(this.#random.magnitude(1, HOUR));
    }
    await this.#until(Promise.all(this.#windows.map(({ sessions }) => sessions.reload())));
    await this.#pass(SECOND);
  }

  /** As botocore does it, with what it finds in its file. */
  async #refreshWithCli(): Promise<void> {
    const found = this.#cache.tokenOf(KEY);
    if (!found?.refreshToken) {
      return;
    }
    if (Date.now() + this.#lifetimeMs < found.expiresAt + MINUTE) {
      // A known limit: where the clock has been set back, a newer token looks like the older one.
      return;
    }
    if (this.#random.chance(0.5)) {
      // Both come upon it at the same time.
      this.#time.sleep(Math.max(0, found.expiresAt - Date.now() - 10 * SECOND));
      this.#lastWake = this.#time.now;
      this.#callFresh(this.#random.pick(this.#windows));
    }
    const { clientId, clientSecret, refreshToken } = found;
    const answer = this.#aws.seenBy(this.#cli)({
      ...{ method: 'POST', url: `${ORIGIN}/token`, signal: new AbortController().signal },
      body: JSON.stringify({ clientId, clientSecret, refreshToken, grantType: 'refresh_token' }),
    });
    const done = answer.then(
      ({ status, body }) => {
        // Where the file has gone, somebody has signed out.
        if (status === 200 && body.startsWith('{') && this.#cache.tokenOf(KEY)) {
          const token = JSON.parse(body) as { accessToken: string; expiresIn: number; refreshToken: string };
          this.#tell(`the AWS CLI has ${token.accessToken}`);
          this.#order.set(token.accessToken, this.#order.size + 1);
          const { accessToken, expiresIn, refreshToken } = token;
          const expiresAt = Date.now() + expiresIn * 1000;
          if (expiresAt - SECOND < found.expiresAt) {
            // After the clock has been set back, the newer token looks like the older one.
            this.#break('a race with the AWS CLI');
          }
          void this.#cache.writeToken(CORP.name, { ...found, accessToken, refreshToken, expiresAt });
        }
      },
      () => undefined,
    );
    if (this.#random.chance(0.3)) {
      await this.#call();
    }
    await this.#until(done);
    for (const window of this.#windows) {
      if (this.#random.chance(0.5)) {
        void pause(this.#random.magnitude(1, 5 * SECOND)).then(() => window.sessions.takeShared());
      }
    }
    await this.#pass(this.#random.magnitude(SECOND, 10 * MINUTE));
  }

  async #drop(): Promise<void> {
    const token = this.#windows[0]?.sessions.find(ID)?.accessToken;
    if (token) {
      this.#tell(`the portal drops ${token}`);
      this.#aws.dropAccessToken(token);
    }
    await this.#callPortal();
  }

  async #signOutAndIn(): Promise<void> {
    if (this.#state !== 'signed in') {
      return;
    }
    const window = this.#random.pick(this.#windows);
    if (this.#random.chance(0.3)) {
      this.#callFresh(window);
    }
    this.#tell(`${window.name} signs out`);
    this.#state = 'signing out';
    await this.#until(window.sessions.signOut(ID));
    this.#state = 'signed out';
    await this.#pass(30 * SECOND);
    await this.#until(Promise.all(this.#windows.map(({ sessions }) => sessions.takeShared())));
    await this.#silence('after the sign-out');
    await this.#signIn();
  }

  async #signIn(): Promise<void> {
    const window = this.#random.pick(this.#windows);
    this.#aws.weather = 'fine';
    this.#trouble = undefined;
    this.#broken = undefined;
    this.#isAnswerMissing = false;
    this.#isEndHeard = false;
    this.#state = 'signed in';
    const prompt = blindPrompt();
    const { accessToken } = await this.#until(
      window.sessions.signIn(CORP, prompt, new AbortController().signal),
    );
    this.#grant = this.#aws.grantOf(accessToken);
    this.counts.signIns++;
    this.#tell(`${window.name} has signed in`);
  }

  /** Once the organisation's limit has come, every window must learn of it, one must tell it, and all be quiet. */
  async #afterTheLimit(): Promise<void> {
    if (this.#state !== 'signed in') {
      return;
    }
    this.#aws.weather = 'fine';
    const limit = this.#grant?.limit ?? 0;
    this.#time.sleep(Math.max(0, limit - this.#time.now));
    const from = this.#time.now;
    for (const { ends } = this.counts; this.counts.ends === ends;) {
      this.#check(this.#time.now < from + 10 * HOUR, 'The session never ends');
      await this.#pass(10 * MINUTE);
    }
  }

  async #ended(): Promise<void> {
    await this.#pass(10 * SECOND);
    this.#check(this.#tellings === 1, `${this.#tellings} windows tell the person`);
    for (const { name, sessions } of this.#windows) {
      this.#check(sessions.endedUntold().length === 0, `${name} still wants to tell the person`);
      this.#check(sessions.find(ID) === undefined, `${name} has not learnt of the end`);
      const error = await this.#until(sessions.fresh(ID).catch((reason: unknown) => reason));
      this.#check(isEnd(error), `${name} says of the end: ${String(error)}`);
    }
    await this.#silence('after the end');
  }

  /** Nothing is under way, and nothing will be. */
  async #silence(when: string): Promise<void> {
    const { length } = this.#aws.requests;
    await this.#pass(MINUTE);
    this.#check(this.#time.timers === 0, `${this.#time.timers} timers are left ${when}`);
    await this.#pass(this.#random.magnitude(1, 2 * HOUR));
    this.#check(this.#aws.requests.length === length, `There are requests ${when}`);
    for (const { name, sessions } of this.#windows) {
      this.#check(sessions.find(ID) === undefined, `${name} is signed in again ${when}`);
    }
  }

  // The machine

  #open(): void {
    const random = this.#random;
    const log = memoryLog();
    const client = { name: `window ${++this.#windowCount}`, isKilled: false };
    const reached = this.#others.seenBy((message) => Promise.resolve(window.sessions.answer(message)));
    const others = {
      ask: (message: unknown) => (window.isKilled ? never : reached.ask(message)),
      close: () => reached.close(),
    };
    const window: Window = Object.assign(client, {
      ...{ isReady: false, openedAt: this.#time.now, others, announced: new Set<string>() },
      sessions: undefined as unknown as IdentityCenterSessions,
      atPortal: undefined as unknown as AtPortal,
    });
    const http = this.#aws.seenBy(window);
    const oidc = new SsoOidc(http, ORIGIN, new Retries(random.next));
    const secrets = this.#secrets.seenBy(window);
    const registrations = new Registrations(secrets, log);
    const services: SessionServices = {
      oidc,
      authorize: (config, prompt, signal) =>
        authorize(oidc, ORIGIN, registrations, config, prompt, signal, log),
      portal: new SsoPortal(http, ORIGIN, new Retries(random.next)),
    };
    const sessions = new IdentityCenterSessions({
      secrets,
      lock: this.#lock.seenBy(window),
      otherWindows: others,
      log,
      sharing: {
        isOn: () => this.#options.isShared,
        files: ssoCacheFiles(
          this.#cache.seenBy(() => window.isKilled),
          () => [KEY],
        ),
      },
      services: () => Promise.resolve(services),
      configured: () => [CORP],
      loadConfigured: () => Promise.resolve(),
      onChange: (change) => this.#changed(window, change),
      onEnded: () => this.#hearOfEnd(window),
    });
    const atPortal = portalAccess({ sessions, services: () => Promise.resolve(services) });
    Object.assign(window, { sessions, atPortal });
    this.#windows.push(window);
    this.#tell(`${window.name} opens`);
    void sessions.load().then(() => (window.isReady = true));
  }

  /** The process is gone, in the middle of whatever it did. */
  #kill(window: Window): void {
    this.#tell(`${window.name} is killed`);
    const isAtIt = this.#aws.requests
      .slice(-20)
      .some(
        ({ client, refreshToken, outcome, issued }) =>
          client === window &&
          refreshToken !== undefined &&
          (outcome === 'under way' || (outcome === 'delivered' && !window.announced.has(issued ?? ''))),
      );
    if (isAtIt) {
      this.#break('a killed window');
      this.#lastFault = this.#time.now;
    }
    if (this.#trouble?.window === window && this.#trouble.since > this.#time.now - MINUTE) {
      // Perhaps it had not told the others of it yet.
      this.#trouble = undefined;
    }
    window.isKilled = true;
    window.sessions.dispose();
    window.others.close();
    this.#lock.abandon(window);
    this.#secrets.close(window);
    this.#windows = this.#windows.filter((other) => other !== window);
  }

  async #pass(ms: number): Promise<void> {
    await this.#time.pass(ms, () => this.#look());
    if (this.#state === 'ended') {
      // Whatever was to happen next has to wait for that.
      this.#state = 'signed out';
      await this.#ended();
      await this.#signIn();
    }
  }

  async #until<Result>(promise: Promise<Result>): Promise<Result> {
    let isSettled = false;
    const settle = (): void => void (isSettled = true);
    promise.then(settle, settle);
    const begin = this.#time.now;
    for (let ms = 1; !isSettled; ms = Math.min(ms * 2, SECOND)) {
      this.#check(this.#time.now < begin + 10 * MINUTE, 'It takes forever');
      await this.#time.pass(ms, () => this.#look());
    }
    return promise;
  }

  // What must hold

  #tell(event: string): void {
    this.#story.push(`${this.#time.toString()}: ${event}`);
  }

  /** Notes what must not be. It may come up where an error would get lost, so it is thrown at the next look. */
  #expect(holds: boolean, otherwise: string): void {
    if (!holds) {
      this.#violation ??= `Seed ${this.#options.seed}, ${this.#time.toString()}: ${otherwise}.`;
    }
  }

  #check(holds: boolean, otherwise: string): void {
    this.#expect(holds, otherwise);
    if (this.#violation !== undefined) {
      assert.fail(this.#violation);
    }
  }

  /** Between two timers nothing is under way between the windows: they must be of one mind. */
  #look(): void {
    const minds = this.#windows
      .filter(({ isReady }) => isReady)
      .map(({ name, sessions }) => ({ name, session: sessions.find(ID) }));
    const [first, ...others] = minds;
    for (const other of others) {
      const tokens = [first, other].map((mind) => mind?.session?.accessToken ?? 'none');
      this.#expect(
        tokens[0] === tokens[1],
        `${first?.name} has ${tokens[0]}, ${other.name} has ${tokens[1]}`,
      );
    }
    this.#lastKnown = first?.session ?? this.#lastKnown;
    for (const request of this.#unannounced) {
      const isLate = this.#time.now > Math.max(request.end ?? 0, this.#lastWake) + 15 * SECOND;
      const window = request.client as Window;
      const isKnown = this.#orderOf(first?.session) >= (this.#order.get(request.issued ?? '') ?? 0);
      if (window.isKilled || this.#state !== 'signed in' || isKnown) {
        this.#unannounced.delete(request);
      } else {
        this.#expect(!isLate, `${request.issued} came, and ${window.name} has not made use of it`);
      }
    }
    this.#check(true, '');
  }

  #orderOf(session: SignedInSession | undefined): number {
    return this.#order.get(session?.accessToken ?? '') ?? 0;
  }

  #callFresh(window: Window): void {
    if (!window.isReady) {
      return;
    }
    this.counts.calls++;
    this.#lastCall = this.#time.now;
    const begin = this.#time.now;
    const floor = this.#handedOut;
    const known = window.sessions.find(ID);
    const wasValid = known !== undefined && known.expiresAt > Date.now();
    window.sessions.fresh(ID).then(
      (session) => {
        // Unless the machine fell asleep over it.
        const isGood = session.expiresAt > Date.now() || this.#lastWake >= begin;
        this.#expect(
          isGood || window.isKilled,
          `${window.name} hands out ${session.accessToken}, which has expired`,
        );
        this.#handOut(window, session, floor);
      },
      (error: unknown) => {
        if (window.isKilled) {
          return;
        }
        this.counts.errors++;
        const isValid = (window.sessions.find(ID)?.expiresAt ?? 0) > Date.now();
        const isTheirs = this.#state === 'signed in' && this.#lastClockChange < begin;
        this.#expect(
          !(wasValid && isValid) || !isTheirs,
          `An error for a caller whose token is good: ${String(error)}`,
        );
        if (isEnd(error)) {
          const isSignedIn = window.sessions.find(ID) !== undefined;
          this.#expect(!isSignedIn, `A caller is told of an end that is none: ${String(error)}`);
          return;
        }
        const code = (error as Partial<AwsSsoError>).code ?? '';
        this.#expect(/^(Network|Throttled|Service)$/.test(code), `A caller is told: ${String(error)}`);
        const hasReason = this.#aws.weather !== 'fine' || this.#lastFault > begin - AFTERMATH;
        this.#expect(hasReason, `An error without a reason: ${String(error)}`);
      },
    );
  }

  #callCurrent(window: Window): void {
    if (!window.isReady) {
      return;
    }
    this.counts.calls++;
    this.#lastCall = this.#time.now;
    const session = window.sessions.current(ID);
    if (session) {
      this.#handOut(window, session, this.#handedOut);
    }
  }

  /** Nobody is given an older token than somebody else, in whatever window, had before they asked. */
  #handOut(window: Window, session: SignedInSession, floor: number): void {
    if (window.isKilled) {
      return;
    }
    const { accessToken } = session;
    const number = this.#orderOf(session);
    this.#expect(number > 0, `${window.name} hands out ${accessToken}, which nobody has issued`);
    this.#expect(number >= floor, `${window.name} hands out ${accessToken}, which has been superseded`);
    this.#handedOut = Math.max(this.#handedOut, number);
  }

  #changed(window: Window, { added, changed, removed }: Change<SignedInSession>): void {
    if (window.isKilled) {
      return;
    }
    for (const { accessToken } of [...added, ...changed]) {
      const isNew = !window.announced.has(accessToken);
      this.#expect(isNew || added.length > 0, `${window.name} tells twice of ${accessToken}`);
      this.#tell(`${window.name} has ${accessToken}`);
      window.announced.add(accessToken);
      const isExpected = this.#state === 'signed in' || this.#state === 'signing out';
      this.#expect(isExpected, `${window.name} is signed in while it is ${this.#state}`);
    }
    if (removed.length > 0 && this.#state === 'signed in') {
      this.#expect(window.sessions.endedUntold().length > 0, `${window.name} is signed out without an end`);
    }
  }

  #hearOfEnd(window: Window): void {
    if (window.isKilled) {
      return;
    }
    for (const { ended } of window.sessions.endedUntold()) {
      if (!this.#isEndHeard) {
        this.#isEndHeard = true;
        this.#tellings = 0;
        this.counts.ends++;
        this.#tell(`${window.name} says that the session has ended: ${ended}`);
        this.#expect(this.#mayEnd(ended), `The session has ended (${ended}), and need not have`);
        if (this.#broken === 'a race with the AWS CLI') {
          // What the other one got is still in its file, and would be taken over.
          void this.#cache.deleteToken(CORP.name);
        }
        this.#state = this.#state === 'signed in' ? 'ended' : this.#state;
      }
    }
    void window.sessions.claimTelling(ID).then((isClaimed) => {
      this.#tellings += isClaimed ? 1 : 0;
    });
  }

  #mayEnd(reason: EndReason): boolean {
    const isPlain = reason === 'sessionOver' || reason === 'revoked';
    if (this.#grant && this.#aws.isOver(this.#grant)) {
      return isPlain || (reason === 'answerLost' && this.#isAnswerMissing);
    }
    if (reason === 'refused') {
      // The portal has refused two tokens in a row, and the second seemed good by the clock alone: the AWS CLI got it
      // before that was set back, or the machine slept while it was on its way.
      const isRefused = this.#refused.has(this.#lastKnown?.accessToken ?? '');
      const isStale = this.#options.isShared && this.#lastClockChange > this.#time.now - DAY;
      return isRefused && (isStale || this.#lastWake > this.#time.now - MINUTE);
    }
    const there = this.#cache.tokenOf(KEY);
    if (this.#broken === 'a race with the AWS CLI' && there && there.expiresAt > Date.now()) {
      // Its winner has left the newer token where it can be found.
      const isLater = there.expiresAt > (this.#lastKnown?.expiresAt ?? 0) + SECOND;
      return !(isLater && (this.#order.get(there.accessToken) ?? 0) > this.#orderOf(this.#lastKnown));
    }
    if (this.#broken === 'a lost answer') {
      const { accessToken = '', expiresAt = 0 } = this.#lastKnown ?? {};
      return reason === 'answerLost' && (expiresAt <= Date.now() || this.#refused.has(accessToken));
    }
    return this.#broken !== undefined && (isPlain || reason === 'answerLost');
  }

  #begin(request: Request): void {
    if (!isRefresh(request)) {
      return;
    }
    const underWay = this.#aws.requests
      .slice(-50)
      .filter(
        (other) => other !== request && isRefresh(other) && other.end === undefined && !other.client.isKilled,
      );
    if (
      underWay.some(({ client }) => client === this.#cli) ||
      (request.client === this.#cli && underWay.length > 0)
    ) {
      this.#break('a race with the AWS CLI');
    }
    if (request.client === this.#cli) {
      return;
    }
    const window = request.client as Window;
    this.#tell(`${window.name} refreshes with ${request.refreshToken}`);
    const other = underWay.find(({ client }) => client !== this.#cli);
    this.#expect(!other, `${window.name} refreshes while ${other?.client.name} does`);
    const isAgain = this.#trouble?.operation === request.operation;
    this.#expect(
      isAgain || this.#state.startsWith('sign'),
      `${window.name} refreshes while it is ${this.#state}`,
    );
    this.#expectDue(window, isAgain);
    this.#expectPause(window, isAgain);
  }

  /** Every refresh has a reason: the token is about to expire, or refused, or the clock says nothing any more. */
  #expectDue({ name, sessions }: Window, isAgain: boolean): void {
    const session = sessions.find(ID);
    if (isAgain) {
      // It was when the operation began.
      return;
    }
    if (!session) {
      this.#expect(this.#state !== 'signed in', `${name} refreshes what it does not have`);
      return;
    }
    const { accessToken, receivedAt, expiresAt } = session;
    const now = Date.now();
    const isDue =
      now < receivedAt ||
      expiresAt - now <= Math.min(AHEAD, (expiresAt - receivedAt) / 10) ||
      this.#refused.has(accessToken) ||
      this.#lastClockChange > this.#time.now - MINUTE;
    this.#expect(
      isDue,
      `${name} refreshes ${accessToken}, which is good for ${(expiresAt - now) / SECOND} s`,
    );
  }

  /** Every refresh that brought nothing is followed by a pause, which grows, and is not shorter than the service asks. */
  #expectPause(window: Window, isAgain: boolean): void {
    const trouble = this.#trouble;
    if (!trouble || this.#lastClockChange >= trouble.since) {
      return;
    }
    const gap = Date.now() - trouble.at;
    const asked = Math.min(trouble.retryAfter, LONGEST_RETRY_AFTER);
    if (isAgain) {
      this.#expect(gap >= asked, `${window.name} repeats its request after ${gap} ms instead of ${asked}`);
      return;
    }
    if (trouble.expiresAt !== window.sessions.find(ID)?.expiresAt || window.openedAt >= trouble.since) {
      return;
    }
    const longest = this.#lastCall >= trouble.since ? CALLERS_PAUSE : LONGEST_PAUSE;
    const least = Math.max(asked, Math.min(longest, FIRST_PAUSE * 2 ** (trouble.count - 1)));
    this.#expect(
      gap >= least,
      `${window.name} tries again after ${gap} ms instead of ${least}, having failed ${trouble.count} times`,
    );
  }

  #end(request: Request): void {
    const { client, issued, outcome } = request;
    if (outcome === 'delivered' && issued) {
      this.#order.set(issued, this.#order.size + 1);
    }
    if (!isRefresh(request) || client.isKilled) {
      return;
    }
    if (client === this.#cli) {
      if (issued && outcome !== 'delivered') {
        this.#break('a race with the AWS CLI');
      }
      return;
    }
    this.#tell(`${client.name}: ${outcome}${issued ? ` (${issued})` : ''}`);
    if (outcome === 'delivered') {
      this.#succeed(request);
    } else if (outcome !== 'refused') {
      this.#fail(request);
    }
  }

  #succeed(request: Request): void {
    const { refreshToken = '', client } = request;
    this.counts.refreshes++;
    const before = this.#spent.get(refreshToken);
    const isWasted = before?.client.isKilled && !(before.client as Window).announced.has(before.issued ?? '');
    this.#expect(!before || isWasted === true, `${client.name} gets a second answer with ${refreshToken}`);
    this.#spent.set(refreshToken, request);
    this.#unannounced.add(request);
    this.#broken = undefined;
    this.#isAnswerMissing = false;
    this.#trouble = undefined;
  }

  #fail(request: Request): void {
    const { operation, retryAfter, isMaybeSent } = request;
    const window = request.client as Window;
    this.counts.troubles++;
    this.#lastFault = this.#time.now;
    if (isMaybeSent) {
      this.#isAnswerMissing = true;
      this.#break('a lost answer');
      if (this.#aws.weather === 'losing answers' && this.#random.chance(0.5)) {
        // Just this one.
        this.#aws.weather = 'fine';
      }
    }
    const before = this.#trouble;
    const expiresAt = window.sessions.find(ID)?.expiresAt;
    const isKnown =
      before !== undefined &&
      before.expiresAt === expiresAt &&
      window.openedAt < before.since &&
      before.at <= Date.now();
    const isSame = before?.operation === operation;
    const count = (isSame || isKnown ? (before?.count ?? 0) : 0) + (isSame ? 0 : 1);
    this.#trouble = {
      operation,
      window,
      at: Date.now(),
      since: this.#time.now,
      expiresAt,
      count,
      retryAfter,
    };
  }

  /** Where refresh tokens work once. Else nothing can do that. */
  #break(cause: Break): void {
    if (this.#options.isStrict && this.#broken !== 'a killed window') {
      this.#broken = cause;
    }
  }
}

const never = new Promise<never>(() => undefined);
const REASONS: readonly EndReason[] = [
  ...(['sessionOver', 'revoked', 'registrationExpired', 'refused', 'answerLost'] as const),
  ...(['signedOut', 'signedOutByAwsCli'] as const),
];

/** Whether it says that the session has ended, and why. */
function isEnd(error: unknown): boolean {
  if (!isAwsSsoError(error, 'NotSignedIn')) {
    return false;
  }
  return REASONS.some((reason) => error.message.includes(IDENTITY_CENTER.sentences.reason(reason)));
}
