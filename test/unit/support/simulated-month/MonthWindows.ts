import { Retries } from '../../../../src/aws/services/retries.ts';
import { SsoOidc } from '../../../../src/aws/services/SsoOidc.ts';
import { SsoPortal } from '../../../../src/aws/services/SsoPortal.ts';
import { authorize } from '../../../../src/sessions/kinds/authorize.ts';
import { IdentityCenterSessions } from '../../../../src/sessions/kinds/IdentityCenterSessions.ts';
import { Registrations } from '../../../../src/sessions/kinds/Registrations.ts';
import type { SessionServices } from '../../../../src/sessions/kinds/SessionServices.ts';
import { ssoCacheFiles } from '../../../../src/sessions/kinds/ssoCacheFiles.ts';
import { type AtPortal, portalAccess } from '../../../../src/sessions/portal/portalAccess.ts';
import { memoryLog } from '../memoryLog.ts';
import { ORIGIN } from '../mockAws.ts';
import { CORP } from '../openSessions.ts';
import { CACHE_KEY, type MonthState, type MonthWindow } from './MonthState.ts';
import type { SessionChecks } from './SessionChecks.ts';
import { MINUTE } from './times.ts';

const never = new Promise<never>(() => undefined);

/** Opens and kills windows. */
export class MonthWindows {
  readonly #month: MonthState;
  readonly #checks: SessionChecks;

  constructor(month: MonthState, checks: SessionChecks) {
    this.#month = month;
    this.#checks = checks;
  }

  open(): void {
    const random = this.#month.random;
    const log = memoryLog();
    const client = { name: `window ${++this.#month.windowCount}`, isKilled: false };
    const reached = this.#month.others.seenBy((message) => Promise.resolve(window.sessions.answer(message)));
    const others = {
      ask: (message: unknown) => (window.isKilled ? never : reached.ask(message)),
      close: () => reached.close(),
    };
    const window: MonthWindow = Object.assign(client, {
      isReady: false,
      openedAt: this.#month.time.now,
      others,
      announced: new Set<string>(),
      sessions: undefined as unknown as IdentityCenterSessions,
      atPortal: undefined as unknown as AtPortal,
    });
    const http = this.#month.aws.seenBy(window);
    const oidc = new SsoOidc(http, ORIGIN, new Retries(random.next));
    const secrets = this.#month.secrets.seenBy(window);
    const registrations = new Registrations(secrets, log);
    const services: SessionServices = {
      oidc,
      portalBehind: () => Promise.reject(new Error('No own domain is asked.')),
      authorize: (config, prompt, signal) =>
        authorize(config, { oidc, endpoint: ORIGIN, registrations, prompt, signal, log }),
      portal: new SsoPortal(http, ORIGIN, new Retries(random.next)),
      issuer: ORIGIN,
      portalIssuer: ORIGIN,
    };
    const sessions = new IdentityCenterSessions({
      secrets,
      lock: this.#month.lock.seenBy(window),
      otherWindows: others,
      log,
      sharing: {
        isOn: () => this.#month.options.isShared,
        files: ssoCacheFiles(
          this.#month.cache.seenBy(() => window.isKilled),
          () => [CACHE_KEY],
        ),
      },
      services: () => Promise.resolve(services),
      configured: () => [CORP],
      loadConfigured: () => Promise.resolve(),
      onChange: (change) => this.#checks.changed(window, change),
      onEnded: () => this.#checks.hearOfEnd(window),
    });
    const atPortal = portalAccess(sessions);
    Object.assign(window, { sessions, atPortal });
    this.#month.windows.push(window);
    this.#month.tell(`${window.name} opens`);
    void sessions.load().then(() => (window.isReady = true));
  }

  /** The process is gone, in the middle of whatever it did. */
  kill(window: MonthWindow): void {
    this.#month.tell(`${window.name} is killed`);
    const isAtIt = this.#month.aws.requests
      .slice(-20)
      .some(
        ({ client, refreshToken, outcome, issued }) =>
          client === window &&
          refreshToken !== undefined &&
          (outcome === 'under way' || (outcome === 'delivered' && !window.announced.has(issued ?? ''))),
      );
    if (isAtIt) {
      this.#month.break('a killed window');
      this.#month.lastFault = this.#month.time.now;
    }
    if (this.#month.trouble?.window === window && this.#month.trouble.since > this.#month.time.now - MINUTE) {
      // Perhaps it had not told the others of it yet.
      this.#month.trouble = undefined;
    }
    window.isKilled = true;
    window.sessions.dispose();
    window.others.close();
    this.#month.isAnswerMissing = this.#month.lock.abandon(window) || this.#month.isAnswerMissing;
    this.#month.secrets.close(window);
    this.#month.windows = this.#month.windows.filter((other) => other !== window);
  }
}
