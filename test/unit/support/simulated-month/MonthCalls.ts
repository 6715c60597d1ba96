import { AwsSsoError } from '../../../../src/base/errors.ts';
import type { SsoPortal } from '../../../../src/aws/services/SsoPortal.ts';
import type { SignedInSession } from '../../../../src/sessions/kinds/identityCenter.ts';
import type { MonthLife } from './MonthLife.ts';
import { ID, type MonthState, type MonthWindow } from './MonthState.ts';
import { isEnd } from './SessionChecks.ts';
import { MINUTE, SECOND } from './times.ts';

/** Longer than any failure is remembered, and any operation takes. */
const AFTERMATH = 7 * MINUTE;

/** Asks for tokens, and looks at what is handed out. */
export class MonthCalls {
  readonly #month: MonthState;
  readonly #life: MonthLife;

  constructor(month: MonthState, life: MonthLife) {
    this.#month = month;
    this.#life = life;
  }

  async call(): Promise<void> {
    for (let bursts = this.#month.random.between(1, 4); bursts > 0; bursts--) {
      const window = this.#month.random.pick(this.#month.windows);
      const isFresh = this.#month.random.chance(0.8);
      for (let count = this.#month.random.magnitude(1, 251); count > 0; count--) {
        if (isFresh) {
          this.callFresh(window);
        } else {
          this.callCurrent(window);
        }
      }
      await this.#life.pass(this.#month.random.magnitude(1, 20 * SECOND));
    }
    await this.#life.pass(this.#month.random.magnitude(1, 10 * MINUTE));
  }

  async callPortal(): Promise<void> {
    const { isReady, atPortal } = this.#month.random.pick(this.#month.windows);
    if (!isReady) {
      return;
    }
    this.#month.lastCall = this.#month.time.now;
    const action = (_: SsoPortal, token: string): Promise<void> => {
      if (this.#month.aws.weather !== 'fine') {
        return Promise.reject(
          new AwsSsoError('Network', 'no portal', { network: { kind: 'refused', maybeSent: false } }),
        );
      }
      if (this.#month.aws.takes(token)) {
        return Promise.resolve();
      }
      this.#month.refused.add(token);
      const service = {
        service: 'sso',
        name: 'UnauthorizedException',
        status: 401,
        retryable: false,
      } as const;
      return Promise.reject(new AwsSsoError('NotSignedIn', 'refused', { service }));
    };
    void atPortal(ID, action).catch(() => undefined);
    await this.#life.pass(this.#month.random.magnitude(SECOND, MINUTE));
  }

  callFresh(window: MonthWindow): void {
    if (!window.isReady) {
      return;
    }
    this.#month.lastCall = this.#month.time.now;
    const begin = this.#month.time.now;
    const floor = this.#month.handedOut;
    const wasValid = isGood(window.sessions.find(ID));
    window.sessions.fresh(ID).then(
      (session) => {
        // Unless the machine fell asleep over it.
        const isStill = isGood(session) || this.#month.lastWake >= begin;
        this.#month.expect(
          isStill || this.#month.lastClockChange >= begin || window.isKilled,
          `${window.name} hands out ${session.accessToken}, which has expired, or may have`,
        );
        this.#handOut(window, session, floor);
      },
      (error: unknown) => {
        if (window.isKilled) {
          return;
        }
        const isValid = isGood(window.sessions.find(ID));
        const isTheirs = this.#month.state === 'signed in' && this.#month.lastClockChange < begin;
        this.#month.expect(
          !(wasValid && isValid) || !isTheirs,
          `An error for a caller whose token is good: ${String(error)}`,
        );
        if (isEnd(error)) {
          const isSignedIn = window.sessions.find(ID) !== undefined;
          this.#month.expect(!isSignedIn, `A caller is told of an end that is none: ${String(error)}`);
          return;
        }
        const code = (error as Partial<AwsSsoError>).code ?? '';
        this.#month.expect(/^(Network|Throttled|Service)$/.test(code), `A caller is told: ${String(error)}`);
        const hasReason = this.#month.aws.weather !== 'fine' || this.#month.lastFault > begin - AFTERMATH;
        this.#month.expect(hasReason, `An error without a reason: ${String(error)}`);
      },
    );
  }

  callCurrent(window: MonthWindow): void {
    if (!window.isReady) {
      return;
    }
    this.#month.lastCall = this.#month.time.now;
    const session = window.sessions.current(ID);
    if (session) {
      this.#handOut(window, session, this.#month.handedOut);
    }
  }

  /** Nobody is given an older token than somebody else, in whatever window, had before they asked. */
  #handOut(window: MonthWindow, session: SignedInSession, floor: number): void {
    if (window.isKilled) {
      return;
    }
    const { accessToken } = session;
    const number = this.#month.orderOf(session);
    this.#month.expect(number > 0, `${window.name} hands out ${accessToken}, which nobody has issued`);
    this.#month.expect(number >= floor, `${window.name} hands out ${accessToken}, which has been superseded`);
    this.#month.handedOut = Math.max(this.#month.handedOut, number);
  }
}

/** By the clock, where that can tell, or where no other token can be had: it has not been set back to before the token came. */
function isGood(session: SignedInSession | undefined): boolean {
  if (session === undefined || session.expiresAt <= Date.now()) {
    return false;
  }
  return session.receivedAt <= Date.now() || session.refreshToken === undefined;
}
