import type { HttpClient } from '../../../src/http/client/HttpClient.ts';
import { Retries } from '../../../src/aws/services/retries.ts';
import { SsoOidc } from '../../../src/aws/services/SsoOidc.ts';
import { decide } from '../../identity-center/decide.ts';
import type { Instance } from '../../identity-center/instance.ts';
import { routeOf } from '../../identity-center/routes.ts';
import { settingsFrom } from '../../identity-center/settings.ts';
import { createStore } from '../../identity-center/state/store.ts';
import { targetOf } from '../../identity-center/wire/receivedRequest.ts';

/** How much longer or shorter than usual a message may be under way. */
const JITTER = 0.1;

/** The local Identity Center at a distance: each message is under way for half a round trip, more or less, by this process' timers. */
export class DistantService {
  readonly instance: Instance = {
    origin: 'https://oidc.invalid',
    settings: settingsFrom({ clock: () => Date.now() }),
    store: createStore(),
  };
  readonly oidc: SsoOidc;
  readonly #roundTripMs: number;
  readonly #random: () => number;
  /** The errors that it has answered with, by their names. */
  readonly errors: string[] = [];
  requests = 0;

  constructor(roundTripMs: number, random: () => number) {
    this.#roundTripMs = roundTripMs;
    this.#random = random;
    this.oidc = new SsoOidc(this.#http, this.instance.origin, new Retries(random));
  }

  /** The person presses Allow, and that has arrived. */
  approve(userCode: string): void {
    decide(this.instance, userCode, 'approved');
  }

  /** Half a round trip. */
  travel(): Promise<void> {
    const ms = (this.#roundTripMs / 2) * (1 + JITTER * (2 * this.#random() - 1));
    return new Promise((resolve) => setTimeout(resolve, ms));
  }

  readonly #http: HttpClient = async ({ method, url, headers = {}, body = '' }) => {
    this.requests++;
    await this.travel();
    const target = targetOf(url.slice(this.instance.origin.length));
    const route = routeOf(method, target.path, target.query);
    const answer = route.handle(this.instance, { method, ...target, headers, body });
    this.errors.push(...(answer.error === undefined ? [] : [answer.error]));
    await this.travel();
    const received = new Headers(answer.headers);
    return {
      status: answer.status,
      header: (name) => received.get(name) ?? undefined,
      body: answer.body,
    };
  };
}
