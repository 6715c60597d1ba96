import { install, type Clock } from '@sinonjs/fake-timers';
import { Retries } from '../../src/aws/services/retries.ts';
import { Signin } from '../../src/aws/services/Signin.ts';
import { SsoOidc } from '../../src/aws/services/SsoOidc.ts';
import { isListing, SsoPortal } from '../../src/aws/services/SsoPortal.ts';
import { Sts } from '../../src/aws/services/Sts.ts';
import type { AwsSsoError } from '../../src/base/errors.ts';
import type { Log } from '../../src/base/Log.ts';
import { ClockWatch } from '../../src/http/client/ClockWatch.ts';
import { fetchClient } from '../../src/http/client/fetchClient.ts';
import type { HttpClient, HttpRequest } from '../../src/http/client/HttpClient.ts';
import { observedClient } from '../../src/http/client/observedClient.ts';
import { pacedClient } from '../../src/http/client/pacedClient.ts';
import { withFallback } from '../../src/http/client/withFallback.ts';
import { UndiciPath } from '../../src/http/fallback/UndiciPath.ts';
import { FlowChoice, type SignInFlow } from '../../src/oauth/FlowChoice.ts';
import { authorize } from '../../src/sessions/kinds/authorize.ts';
import { authorizeConsole } from '../../src/sessions/kinds/authorizeConsole.ts';
import { ConsoleSessions } from '../../src/sessions/kinds/ConsoleSessions.ts';
import { IdentityCenterSessions } from '../../src/sessions/kinds/IdentityCenterSessions.ts';
import { Registrations } from '../../src/sessions/kinds/Registrations.ts';
import type { SessionServices } from '../../src/sessions/kinds/SessionServices.ts';
import { AccountDirectory } from '../../src/sessions/portal/AccountDirectory.ts';
import { ChainedRoles } from '../../src/sessions/portal/ChainedRoles.ts';
import { portalAccess } from '../../src/sessions/portal/portalAccess.ts';
import { RoleCredentialsCache } from '../../src/sessions/portal/RoleCredentialsCache.ts';
import { routeOf } from '../identity-center/routes.ts';
import { type IdentityCenter, startIdentityCenter } from '../identity-center/server.ts';
import { visit } from '../unit/support/browserOf.ts';
import { memoryLog } from '../unit/support/memoryLog.ts';
import { MemorySecrets } from '../unit/support/MemorySecrets.ts';
import { MemoryLock, MemoryWindows } from '../unit/support/memoryWindows.ts';
import { DEPLOY_CHAIN } from '../unit/support/roleChain.ts';
import { settle, type UnderWay } from './settle.ts';

export const CORP = {
  name: 'corp',
  startUrl: 'https://d-1234567890.awsapps.com/start',
  region: 'us-east-1',
  registrationScopes: ['sso:account:access'],
};
/** The second region's address: what is sent there arrives at the same Identity Center. */
const SECOND = 'http://127.0.0.1:2';

const PROXY_SETTINGS = {
  proxySupport: 'off',
  proxy: '',
  noProxy: [],
  proxyAuthorization: undefined,
  proxyStrictSSL: true,
  systemCertificates: false,
};
const realTimeout = AbortSignal.timeout.bind(AbortSignal);

/** What stands in the way of the requests of one operation. */
export type Way = (request: HttpRequest, pass: HttpClient) => ReturnType<HttpClient>;

/** One window's core, as `main.ts` puts it together, with a local Identity Center, over real HTTP and in virtual time. */
export class World {
  readonly clock: Clock;
  readonly center: IdentityCenter;
  readonly sessions: IdentityCenterSessions;
  readonly consoles: ConsoleSessions;
  readonly directory: AccountDirectory;
  readonly roles: RoleCredentialsCache;
  /** The operations asked for, with their grants, in order. */
  readonly asked: string[] = [];
  /** What was said while it went on. */
  readonly meanwhile: AwsSsoError[] = [];
  /** Where requests to the first region end up; the Identity Center, if not stated. */
  way: ((operation: string) => Way | undefined) | undefined;
  /** By how much the clock of AWS is ahead of the machine's, in milliseconds. */
  skew = 0;
  readonly #second: UndiciPath;
  readonly #signin: () => Promise<Signin>;
  readonly #log: Log;
  #underWay = 0;
  #flow: SignInFlow = 'deviceAuthorization';

  static async open(regions: 1 | 2 = 1, log: Log = memoryLog()): Promise<World> {
    const clock = install({
      now: Date.UTC(2026, 0, 1),
      toFake: ['setTimeout', 'clearTimeout', 'Date'],
    });
    const time = { skew: 0 };
    const center = await startIdentityCenter({
      clock: () => Date.now() + time.skew,
      signatureTolerance: 300,
      interval: 5,
      deviceCodeLifetime: 90,
    });
    return new World(clock, center, time, regions, log);
  }

  private constructor(
    clock: Clock,
    center: IdentityCenter,
    time: { skew: number },
    regions: 1 | 2,
    log: Log,
  ) {
    Object.defineProperty(this, 'skew', {
      get: () => time.skew,
      set: (skew: number) => void (time.skew = skew),
    });
    this.clock = clock;
    this.center = center;
    // The fake timers leave these as they are.
    AbortSignal.timeout = (ms) => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(new DOMException('Out of time', 'TimeoutError')), ms);
      return controller.signal;
    };
    this.#log = log;
    this.#second = new UndiciPath({ settings: () => PROXY_SETTINGS, env: {}, log });
    const paths = withFallback(fetchClient(), () => Promise.resolve(this.#second), log);
    const watch = new ClockWatch(log);
    const http = observedClient(this.#throughFault(paths.http), log, watch);
    const portalHttp = pacedClient(http, isListing);
    const retries = new Retries(() => 0);
    const withoutRetries = new Retries(() => 0, 1);
    const secrets = new MemorySecrets();
    const registrations = new Registrations(secrets, log);
    const lock = new MemoryLock();
    const otherWindows = new MemoryWindows().seenBy(() => Promise.reject(new Error('not for these')));
    const services = (region: string, hasNext = false): Promise<SessionServices> => {
      const address = region === CORP.region ? center.url : SECOND;
      const spent = hasNext ? withoutRetries : retries;
      const oidc = new SsoOidc(http, address, spent);
      return Promise.resolve({
        oidc,
        portalBehind: () => Promise.reject(new Error('There is no own domain.')),
        authorize: (target, prompt, signal) =>
          authorize(target, { oidc, endpoint: address, registrations, prompt, signal, log }),
        issuer: address,
        portalIssuer: address,
        portal: new SsoPortal(portalHttp, address, spent),
      });
    };
    const common = { secrets, lock, otherWindows, onChange: () => undefined, onEnded: () => undefined, log };
    this.sessions = new IdentityCenterSessions({
      ...common,
      sharing: { isOn: () => false, files: () => [] },
      services,
      configured: () => [{ ...CORP, ...(regions === 2 && { regions: ['eu-west-1'] }) }],
      loadConfigured: () => Promise.resolve(),
    });
    this.#signin = () => Promise.resolve(new Signin(http, center.signin, retries, watch));
    this.consoles = new ConsoleSessions({
      ...common,
      sharing: { isOn: () => false, files: () => [] },
      signin: this.#signin,
      issuer: () => Promise.resolve(center.signin),
      profiles: () => Promise.resolve([]),
    });
    const atPortal = portalAccess(this.sessions);
    this.directory = new AccountDirectory(atPortal);
    const sts = new Sts(http, { address: center.url, signingRegion: 'us-east-1' }, retries, watch);
    const chained = new ChainedRoles({
      read: () => Promise.resolve(undefined),
      startUrlOf: () => CORP.startUrl,
      sts: () => Promise.resolve(sts),
      log,
    });
    this.roles = new RoleCredentialsCache(atPortal, {
      find: () =>
        Promise.resolve({
          ...DEPLOY_CHAIN,
          base: { ...DEPLOY_CHAIN.base, roleName: 'ReadOnlyAccess' },
        }),
      assume: (chain, credentials) => chained.assume(chain, credentials),
    });
  }

  /** Signs in to CORP, approved at once, in that way. */
  signIn(flow: SignInFlow) {
    this.#flow = flow;
    const [config] = this.sessions.known();
    return this.sessions.signIn(config ?? CORP, this.#prompt(), new AbortController().signal);
  }

  /** Signs in to the console, approved at once. */
  async signInWithConsole() {
    const { signal } = new AbortController();
    const { arn, tokens } = await authorizeConsole(await this.#signin(), {
      prompt: { ...this.#prompt(), askCode: () => Promise.reject(new Error('The browser comes back.')) },
      byHand: signal,
      signal,
      log: this.#log,
    });
    return this.consoles.add({ arn, region: CORP.region }, tokens, signal);
  }

  /** Waits for it in virtual time; what is held meanwhile, `release` lets go after ten seconds. */
  settle<Result>(promise: Promise<Result>, release?: () => void): Promise<PromiseSettledResult<Result>> {
    const underWay = (): UnderWay =>
      this.#underWay === 0 ? 'nothing' : this.center.requests.at(-1)?.status === 0 ? 'held' : 'something';
    return settle(promise, this.clock, underWay, release);
  }

  /** Lets time pass; what becomes due meanwhile is done. */
  pass(ms: number): Promise<unknown> {
    return this.settle(new Promise<void>((resolve) => setTimeout(resolve, ms)));
  }

  /** @returns how many timers its parts have left behind. */
  async close(): Promise<number> {
    this.sessions.dispose();
    this.consoles.dispose();
    this.#second.dispose();
    // What was under way has a limit, and the runtime closes what is idle.
    this.clock.tick(60_000);
    const timers = this.clock.countTimers();
    await this.center.stop();
    this.clock.uninstall();
    AbortSignal.timeout = realTimeout;
    return timers;
  }

  #prompt() {
    return {
      choice: new FlowChoice(this.#flow),
      show: ({ userCode }: { userCode: string }) => this.center.approve(userCode),
      trouble: (error?: AwsSsoError) => void (error && this.meanwhile.push(error)),
      openBrowser: async (address: string) => {
        await this.#during(visit(this.center.authorize(address)));
      },
      cameBack: () => undefined,
      waiting: () => undefined,
    };
  }

  #throughFault(http: HttpClient): HttpClient {
    return (request) => {
      const { method, url, body = '' } = request;
      const { origin, pathname, searchParams } = new URL(url);
      const named = routeOf(method, pathname, searchParams).operation ?? '';
      const grant = /"grantType":"([\w:-]*?)(\w+)"/.exec(body)?.[2];
      const operation = body.startsWith('Action=AssumeRole') ? 'AssumeRole' : named;
      this.asked.push(grant === undefined ? operation : `${operation} ${grant}`);
      const arriving =
        origin === SECOND ? { ...request, url: url.replace(SECOND, this.center.url) } : request;
      const way = origin === SECOND ? undefined : this.way?.(operation);
      return this.#during(way ? way(request, http) : http(arriving));
    };
  }

  async #during<Result>(promise: Promise<Result>): Promise<Result> {
    this.#underWay++;
    try {
      return await promise;
    } finally {
      this.#underWay--;
    }
  }
}
