import { type Clock, install } from '@sinonjs/fake-timers';
import { WaitingSignIns } from '../../../../src/features/signIn/waiting/WaitingSignIns.ts';
import type { SignInActionId } from '../../../../src/features/signIn/steps/signInActions.ts';
import type { ForeignEndpoint } from '../../../../src/aws/endpoints/endpoints.ts';
import type { SignInOptions } from '../../../../src/features/signIn/SignIn.ts';
import { SignIn } from '../../../../src/features/signIn/SignIn.ts';
import { type SessionConfig, sessionId } from '../../../../src/sessions/kinds/identityCenter.ts';
import { FakeUi } from '../../support/FakeUi.ts';
import { MemoryLock, MemoryWindows } from '../../support/memoryWindows.ts';
import type { Answer } from '../../support/mockAws.ts';
import { CORP, openSessions, registered, started, token } from '../../support/openSessions.ts';

type SessionsOptions = NonNullable<Parameters<typeof openSessions>[1]>;

/** In real time. */
const PATIENCE_MS = 1_500;

/** Takes the timers and the wall clock over, those that repeat included, until the end of each test of the suite. */
export function useSignInClock(): () => Clock {
  let clock: Clock;
  beforeEach(() => {
    clock = install({
      now: Date.UTC(2026, 0, 1),
      toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'],
    });
  });
  afterEach(() => clock.uninstall());
  return () => clock;
}

/** A memento. */
export function memory(values = new Map<string, unknown>()) {
  return {
    values,
    get: <Value>(key: string, otherwise: Value) => (values.get(key) as Value | undefined) ?? otherwise,
    update: (key: string, value: unknown) => Promise.resolve(void values.set(key, value)),
  };
}

export interface Circumstances
  extends Partial<Pick<SignInOptions, 'reach' | 'add'>>, Pick<SessionsOptions, 'portalBehind'> {
  readonly flow?: 'deviceAuthorization' | 'authorizationCode';
  readonly configured?: readonly SessionConfig[];
  /** Those that a workspace suggests. */
  readonly suggested?: readonly SessionConfig[];
  readonly problems?: { readonly settings?: readonly string[]; readonly awsConfig?: readonly string[] };
  /** Where the AWS config file has the sessions, by their names. */
  readonly places?: Readonly<Record<string, { readonly file: string; readonly line: number }>>;
  readonly memento?: ReturnType<typeof memory>;
  /** Addresses that neither AWS nor the user's settings name. */
  readonly endpoints?: readonly ForeignEndpoint[];
  readonly windows?: MemoryWindows;
  readonly lock?: MemoryLock;
}

/** One window that signs in with IAM Identity Center: the real sessions, a service whose answers a test queues, a fake person. */
export function openSignIn(
  clock: Clock,
  {
    flow = 'deviceAuthorization',
    reach = 'here',
    configured = [CORP],
    suggested = [],
    problems = {},
    places = {},
    memento = memory(),
    endpoints = [],
    add,
    windows = new MemoryWindows(),
    lock = new MemoryLock(),
    portalBehind,
  }: Circumstances = {},
) {
  const ui = new FakeUi();
  const listed = [...configured, ...suggested];
  const opened = openSessions(clock, {
    ...{ configured: listed, windows, lock },
    ...(portalBehind ? { portalBehind } : {}),
  });
  const { sessions, aws, log } = opened;
  const diagnosed: SessionConfig[] = [];
  const added: (readonly [session: SessionConfig, instead?: SessionConfig])[] = [];
  const used: string[] = [];
  const inView: string[] = [];
  const waiting = new WaitingSignIns();
  const signIn = new SignIn({
    sessions,
    configured: {
      list: () => listed,
      refresh: () => Promise.resolve(),
      problems: () => ({ settings: [], awsConfig: [], file: '/home/me/.aws/config', ...problems }),
      isSuggested: (config) => suggested.some((one) => sessionId(one) === sessionId(config)),
      placeOf: ({ name }) => places[name],
    },
    memory: memento,
    add:
      add ??
      ((session, instead) => Promise.resolve(void added.push(instead ? [session, instead] : [session]))),
    useRole: ({ name }) => Promise.resolve(used.push(name)),
    onSignedIn: (id) => void inView.push(id),
    waiting,
    foreignEndpoints: () => Promise.resolve(endpoints),
    diagnose: (session) => Promise.resolve(diagnosed.push(session)),
    flow: () => flow,
    reach,
    ui,
    log,
  });

  /** Queues what a sign-in by device code is answered with. The registration is kept from the first one on. */
  function answers(...polls: readonly (Answer | Error)[]): void {
    if (!aws.received.some(({ path }) => path === '/client/register')) {
      aws.next('/client/register', registered('c'));
    }
    aws.next('/device_authorization', started());
    polls.forEach((poll) => aws.next('/token', poll));
  }

  /** Waits until the code is shown. */
  const code = (): Promise<string> => ui.reported(/^ABCD-EFGH is your code/);

  /** Presses a link of the newest notification. */
  async function press(action: SignInActionId): Promise<void> {
    await ui.reported(new RegExp(`command:_awsSso\\.${action}`));
    await signIn.act(await linkId(), action);
  }

  /** Waits until the code is offered, and then until the promise is settled. */
  async function approved<Result>(run: Promise<Result>): Promise<Result> {
    await code();
    return over(run);
  }

  /** Waits until it is over, as the clock goes on. */
  async function over<Result>(run: Promise<Result>): Promise<Result> {
    let isSettled = false;
    const settle = (): void => void (isSettled = true);
    run.then(settle, settle);
    for (const start = performance.now(); !isSettled;) {
      if (performance.now() - start > PATIENCE_MS) {
        throw new Error(`It is not over. In sight: ${ui.messages.join(' | ')}`);
      }
      await new Promise((resolve) => setImmediate(resolve));
      await clock.tickAsync(100);
    }
    return run;
  }

  /** The id that the links in the newest progress carry. */
  async function linkId(): Promise<string> {
    const text = await ui.reported(/command:/);
    const [, args = ''] = /command:_awsSso\.\w+\?([^ )]*)/.exec(text) ?? [];
    return (JSON.parse(decodeURIComponent(args)) as string[])[0] ?? '';
  }

  return {
    ...opened,
    ...{ ui, signIn, answers, approved, over, code, press, linkId, memento, diagnosed, added, used, inView },
    ...{ waiting, token },
  };
}

/** The same for what a token request is answered with. */
export const TOKEN = token('aoa');
