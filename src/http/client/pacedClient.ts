import { Limiter } from '../../base/Limiter.ts';
import { hostOf } from './addressParts.ts';
import type { HttpClient, HttpRequest } from './HttpClient.ts';
import { retryAfter } from './retryAfter.ts';

/** More than these under way, and the portal asks for fewer. */
const MAX_IN_FLIGHT = 5;
/** So many at once, and then so many a second: never more than 20 within any second. The portal takes 20 or so. */
const BURST = 10;
const PER_SECOND = 10;
/** For an answer that asks for fewer requests, and does not say for how long. */
const PAUSE_MS = 1_000;
/** Nobody waits longer because one answer said so. */
const MAX_PAUSE_MS = 30_000;

/**
 * Has five requests under way at most. Those that can wait start no faster than their host takes them, in the order in which
 * they come, and none for a while after it has asked for fewer (429); the others go ahead of them. A request whose signal
 * is aborted while it waits is not made.
 */
export function pacedClient(http: HttpClient, canWait: (request: HttpRequest) => boolean): HttpClient {
  const paces = new Map<string, Pace>();
  const inFlight = new Limiter(MAX_IN_FLIGHT);
  return async (request) => {
    const host = hostOf(request.url);
    const pace = paces.get(host) ?? new Pace();
    paces.set(host, pace);
    const isUrgent = !canWait(request);
    if (!isUrgent) {
      await pace.turn(request.signal);
    }
    return inFlight.run(async () => {
      request.signal?.throwIfAborted();
      const response = await http(request);
      if (response.status === 429) {
        pace.pause(Math.min(retryAfter(response) ?? PAUSE_MS, MAX_PAUSE_MS));
      }
      return response;
    }, isUrgent);
  };
}

/** A token bucket, and who waits for a token. */
class Pace {
  readonly #waiting: (() => void)[] = [];
  #left = BURST;
  /** When that was so, in epoch milliseconds; still to come during a pause. */
  #at = Date.now();
  #timer: NodeJS.Timeout | undefined;

  /** Resolves when it is one's turn. @throws the signal's reason. */
  turn(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const abort = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(go), 1);
        reject(signal?.reason as Error);
      };
      const go = (): void => {
        signal?.removeEventListener('abort', abort);
        resolve();
      };
      signal?.addEventListener('abort', abort, { once: true });
      this.#waiting.push(go);
      this.#serve();
    });
  }

  /** Whatever was saved up is lost, too: the service has counted otherwise. */
  pause(ms: number): void {
    this.#left = 0;
    this.#at = Math.max(this.#at, Date.now() + ms);
  }

  #serve(): void {
    const now = Date.now();
    // The clock may have been set back.
    this.#at = Math.min(this.#at, now + MAX_PAUSE_MS);
    if (now > this.#at) {
      this.#left = Math.min(BURST, this.#left + ((now - this.#at) / 1000) * PER_SECOND);
      this.#at = now;
    }
    while (this.#left >= 1 && this.#waiting.length > 0) {
      this.#left--;
      this.#waiting.shift()?.();
    }
    clearTimeout(this.#timer);
    if (this.#waiting.length > 0) {
      const missing = Math.ceil(((1 - this.#left) / PER_SECOND) * 1000);
      this.#timer = setTimeout(() => this.#serve(), this.#at - now + missing);
    }
  }
}
