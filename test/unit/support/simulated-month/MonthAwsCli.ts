import { CORP } from '../openSessions.ts';
import { ORIGIN } from '../mockAws.ts';
import { pause } from '../VirtualTime.ts';
import type { MonthCalls } from './MonthCalls.ts';
import type { MonthLife } from './MonthLife.ts';
import { CACHE_KEY, type MonthState } from './MonthState.ts';
import { MINUTE, SECOND } from './times.ts';

/** Uses the AWS CLI beside the editor. */
export class MonthAwsCli {
  readonly #month: MonthState;
  readonly #life: MonthLife;
  readonly #calls: MonthCalls;

  constructor(month: MonthState, life: MonthLife, calls: MonthCalls) {
    this.#month = month;
    this.#life = life;
    this.#calls = calls;
  }

  /** As botocore does it, with what it finds in its file. */
  async refreshWithCli(): Promise<void> {
    const found = this.#month.cache.tokenOf(CACHE_KEY);
    if (!found?.refreshToken) {
      return;
    }
    if (Date.now() + this.#month.lifetimeMs < found.expiresAt + MINUTE) {
      // A known limit: where the clock has been set back, a newer token looks like the older one.
      return;
    }
    if (this.#month.random.chance(0.5)) {
      // Both come upon it at the same time.
      this.#month.time.sleep(Math.max(0, found.expiresAt - Date.now() - 10 * SECOND));
      this.#month.lastWake = this.#month.time.now;
      this.#calls.callFresh(this.#month.random.pick(this.#month.windows));
    }
    const { clientId, clientSecret, refreshToken } = found;
    const answer = this.#month.aws.seenBy(this.#month.cli)({
      method: 'POST',
      url: `${ORIGIN}/token`,
      signal: new AbortController().signal,
      body: JSON.stringify({ clientId, clientSecret, refreshToken, grantType: 'refresh_token' }),
    });
    const done = answer.then(
      ({ status, body }) => {
        // Where the file has gone, somebody has signed out.
        if (status === 200 && body.startsWith('{') && this.#month.cache.tokenOf(CACHE_KEY)) {
          const token = JSON.parse(body) as { accessToken: string; expiresIn: number; refreshToken: string };
          this.#month.tell(`the AWS CLI has ${token.accessToken}`);
          this.#month.order.set(token.accessToken, this.#month.order.size + 1);
          const { accessToken, expiresIn, refreshToken } = token;
          const expiresAt = Date.now() + expiresIn * 1000;
          if (expiresAt - SECOND < found.expiresAt) {
            // After the clock has been set back, the newer token looks like the older one.
            this.#month.break('a race with the AWS CLI');
          }
          void this.#month.cache.writeToken(CORP.name, { ...found, accessToken, refreshToken, expiresAt });
        }
      },
      () => undefined,
    );
    if (this.#month.random.chance(0.3)) {
      await this.#calls.call();
    }
    await this.#life.until(done);
    for (const window of this.#month.windows) {
      if (this.#month.random.chance(0.5)) {
        void pause(this.#month.random.magnitude(1, 5 * SECOND)).then(() => window.sessions.takeShared());
      }
    }
    await this.#life.pass(this.#month.random.magnitude(SECOND, 10 * MINUTE));
  }
}
