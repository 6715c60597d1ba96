import { blindPrompt } from '../blindPrompt.ts';
import { CORP } from '../openSessions.ts';
import { ID, type MonthState } from './MonthState.ts';
import { isEnd, type SessionChecks } from './SessionChecks.ts';
import { HOUR, MINUTE, SECOND } from './times.ts';

/** Lets time pass, signs in, and looks on when a session ends. */
export class MonthLife {
  readonly #month: MonthState;
  readonly #checks: SessionChecks;

  constructor(month: MonthState, checks: SessionChecks) {
    this.#month = month;
    this.#checks = checks;
  }

  async signIn(): Promise<void> {
    const window = this.#month.random.pick(this.#month.windows);
    this.#month.aws.weather = 'fine';
    this.#month.trouble = undefined;
    this.#month.broken = undefined;
    this.#month.isAnswerMissing = false;
    this.#month.isEndHeard = false;
    this.#month.state = 'signed in';
    const prompt = blindPrompt();
    const { accessToken } = await this.until(
      window.sessions.signIn(CORP, prompt, new AbortController().signal),
    );
    this.#month.grant = this.#month.aws.grantOf(accessToken);
    this.#month.tell(`${window.name} has signed in`);
  }

  /** Once the organisation's limit has come, every window must learn of it, one must tell it, and all be quiet. */
  async afterTheLimit(): Promise<void> {
    if (this.#month.state !== 'signed in') {
      return;
    }
    this.#month.aws.weather = 'fine';
    const limit = this.#month.grant?.limit ?? 0;
    this.#month.time.sleep(Math.max(0, limit - this.#month.time.now));
    const from = this.#month.time.now;
    for (const { ends } = this.#month; this.#month.ends === ends;) {
      this.#month.check(this.#month.time.now < from + 10 * HOUR, 'The session never ends');
      await this.pass(10 * MINUTE);
    }
  }

  async #ended(): Promise<void> {
    await this.pass(10 * SECOND);
    this.#month.check(this.#month.tellings === 1, `${this.#month.tellings} windows tell the person`);
    for (const { name, sessions } of this.#month.windows) {
      this.#month.check(sessions.endedUntold().length === 0, `${name} still wants to tell the person`);
      this.#month.check(sessions.find(ID) === undefined, `${name} has not learnt of the end`);
      const error = await this.until(sessions.fresh(ID).catch((reason: unknown) => reason));
      this.#month.check(isEnd(error), `${name} says of the end: ${String(error)}`);
    }
    await this.silence('after the end');
  }

  /** Nothing is under way, and nothing will be. */
  async silence(when: string): Promise<void> {
    const { length } = this.#month.aws.requests;
    await this.pass(MINUTE);
    this.#month.check(this.#month.time.timers === 0, `${this.#month.time.timers} timers are left ${when}`);
    await this.pass(this.#month.random.magnitude(1, 2 * HOUR));
    this.#month.check(this.#month.aws.requests.length === length, `There are requests ${when}`);
    for (const { name, sessions } of this.#month.windows) {
      this.#month.check(sessions.find(ID) === undefined, `${name} is signed in again ${when}`);
    }
  }

  async pass(ms: number): Promise<void> {
    await this.#month.time.pass(ms, () => this.#checks.look());
    if (this.#month.state === 'ended') {
      // Whatever was to happen next has to wait for that.
      this.#month.state = 'signed out';
      await this.#ended();
      await this.signIn();
    }
  }

  async until<Result>(promise: Promise<Result>): Promise<Result> {
    let isSettled = false;
    const settle = (): void => void (isSettled = true);
    promise.then(settle, settle);
    const begin = this.#month.time.now;
    for (let ms = 1; !isSettled; ms = Math.min(ms * 2, SECOND)) {
      this.#month.check(this.#month.time.now < begin + 10 * MINUTE, 'It takes forever');
      await this.#month.time.pass(ms, () => this.#checks.look());
    }
    return promise;
  }
}
