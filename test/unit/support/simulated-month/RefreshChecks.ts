import { isRefresh, type Request } from '../SimulatedAws.ts';
import { ID, type MonthState, type MonthWindow } from './MonthState.ts';
import { MINUTE, SECOND } from './times.ts';

/** What the engine promises about time; see `Renewal.ts` and `RefreshBackoff.ts`. */
const AHEAD = 5 * MINUTE;
const FIRST_PAUSE = SECOND;
const LONGEST_PAUSE = MINUTE;
const CALLERS_PAUSE = 5 * SECOND;
const LONGEST_RETRY_AFTER = 5 * MINUTE;

/** Looks at every refresh: that it is due, alone, and not too soon after one that failed. */
export class RefreshChecks {
  readonly #month: MonthState;

  constructor(month: MonthState) {
    this.#month = month;
    month.onBegin = (request) => this.#begin(request);
    month.onEnd = (request) => this.#end(request);
  }

  #begin(request: Request): void {
    if (!isRefresh(request)) {
      return;
    }
    const underWay = this.#month.aws.requests
      .slice(-50)
      .filter(
        (other) => other !== request && isRefresh(other) && other.end === undefined && !other.client.isKilled,
      );
    if (
      underWay.some(({ client }) => client === this.#month.cli) ||
      (request.client === this.#month.cli && underWay.length > 0)
    ) {
      this.#month.break('a race with the AWS CLI');
    }
    if (request.client === this.#month.cli) {
      return;
    }
    const window = request.client as MonthWindow;
    this.#month.tell(`${window.name} refreshes with ${request.refreshToken}`);
    const other = underWay.find(({ client }) => client !== this.#month.cli);
    this.#month.expect(!other, `${window.name} refreshes while ${other?.client.name} does`);
    const isAgain = this.#month.trouble?.operation === request.operation;
    this.#month.expect(
      isAgain || this.#month.state.startsWith('sign'),
      `${window.name} refreshes while it is ${this.#month.state}`,
    );
    this.#expectDue(window, isAgain);
    this.#expectPause(window, isAgain);
  }

  /** Every refresh has a reason: the token is about to expire, or refused, or the clock says nothing any more. */
  #expectDue({ name, sessions }: MonthWindow, isAgain: boolean): void {
    const session = sessions.find(ID);
    if (isAgain) {
      // It was when the operation began.
      return;
    }
    if (!session) {
      this.#month.expect(this.#month.state !== 'signed in', `${name} refreshes what it does not have`);
      return;
    }
    const { accessToken, receivedAt, expiresAt } = session;
    const now = Date.now();
    const isDue =
      now < receivedAt ||
      expiresAt - now <= Math.min(AHEAD, (expiresAt - receivedAt) / 10) ||
      this.#month.refused.has(accessToken) ||
      this.#month.lastClockChange > this.#month.time.now - MINUTE;
    this.#month.expect(
      isDue,
      `${name} refreshes ${accessToken}, which is good for ${(expiresAt - now) / SECOND} s`,
    );
  }

  /** Every refresh that brought nothing is followed by a pause, which grows, and is not shorter than the service asks. */
  #expectPause(window: MonthWindow, isAgain: boolean): void {
    const trouble = this.#month.trouble;
    if (!trouble || this.#month.lastClockChange >= trouble.since) {
      return;
    }
    const gap = Date.now() - trouble.at;
    const asked = Math.min(trouble.retryAfter, LONGEST_RETRY_AFTER);
    if (isAgain) {
      this.#month.expect(
        gap >= asked,
        `${window.name} repeats its request after ${gap} ms instead of ${asked}`,
      );
      return;
    }
    if (trouble.expiresAt !== window.sessions.find(ID)?.expiresAt || window.openedAt >= trouble.since) {
      return;
    }
    const longest = this.#month.lastCall >= trouble.since ? CALLERS_PAUSE : LONGEST_PAUSE;
    const least = Math.max(asked, Math.min(longest, FIRST_PAUSE * 2 ** (trouble.count - 1)));
    this.#month.expect(
      gap >= least,
      `${window.name} tries again after ${gap} ms instead of ${least}, having failed ${trouble.count} times`,
    );
  }

  #end(request: Request): void {
    const { client, issued, outcome } = request;
    if (outcome === 'delivered' && issued) {
      this.#month.order.set(issued, this.#month.order.size + 1);
    }
    if (!isRefresh(request) || client.isKilled) {
      return;
    }
    if (client === this.#month.cli) {
      if (issued && outcome !== 'delivered') {
        this.#month.break('a race with the AWS CLI');
      }
      return;
    }
    this.#month.tell(`${client.name}: ${outcome}${issued ? ` (${issued})` : ''}`);
    if (outcome === 'delivered') {
      this.#succeed(request);
    } else if (outcome !== 'refused') {
      this.#fail(request);
    }
  }

  #succeed(request: Request): void {
    const { refreshToken = '', client } = request;
    const before = this.#month.spent.get(refreshToken);
    const isWasted =
      before?.client.isKilled && !(before.client as MonthWindow).announced.has(before.issued ?? '');
    this.#month.expect(
      !before || isWasted === true,
      `${client.name} gets a second answer with ${refreshToken}`,
    );
    this.#month.spent.set(refreshToken, request);
    this.#month.unannounced.add(request);
    this.#month.broken = undefined;
    this.#month.isAnswerMissing = false;
    this.#month.trouble = undefined;
  }

  #fail(request: Request): void {
    const { operation, retryAfter, isMaybeSent, isServerError } = request;
    const window = request.client as MonthWindow;
    this.#month.lastFault = this.#month.time.now;
    this.#month.isAnswerMissing ||= isMaybeSent || isServerError;
    if (isMaybeSent) {
      this.#month.break('a lost answer');
      if (this.#month.aws.weather === 'losing answers' && this.#month.random.chance(0.5)) {
        // Just this one.
        this.#month.aws.weather = 'fine';
      }
    }
    const before = this.#month.trouble;
    const expiresAt = window.sessions.find(ID)?.expiresAt;
    const isKnown =
      before !== undefined &&
      before.expiresAt === expiresAt &&
      window.openedAt < before.since &&
      before.at <= Date.now();
    const isSame = before?.operation === operation;
    const count = (isSame || isKnown ? (before?.count ?? 0) : 0) + (isSame ? 0 : 1);
    this.#month.trouble = {
      operation,
      window,
      at: Date.now(),
      since: this.#month.time.now,
      expiresAt,
      count,
      retryAfter,
    };
  }
}
