import { AwsSsoError, isAwsSsoError } from '../../../src/base/errors.ts';
import type { HttpClient, HttpRequest, HttpResponse } from '../../../src/http/client/HttpClient.ts';
import { type Answer, exception, ORIGIN, PENDING } from './mockAws.ts';
import type { SeededRandom } from './seededRandom.ts';
import { pause, type VirtualTime } from './VirtualTime.ts';

/** As `fetchClient.ts` has it. */
const TIMEOUT_MS = 15_000;
const INVALID_GRANT = exception('InvalidGrantException', 'invalid_grant');
const THROTTLED = exception('TooManyRequestsException', 'slow_down', 429);

/** What is between the machine and the service, or wrong with the service. */
export type Weather =
  'fine' | 'unreachable' | 'hanging' | 'losing answers' | 'busy' | 'throttling' | 'captive';

/** A process that makes requests. When it is killed it gets no more answers. */
export interface Client {
  readonly name: string;
  readonly isKilled: boolean;
}

export interface Request {
  readonly client: Client;
  readonly path: string;
  /** Of a refresh. */
  readonly refreshToken: string | undefined;
  /** Requests of one operation have it in common. */
  readonly operation: unknown;
  /** In true time. */
  readonly begin: number;
  end: number | undefined;
  /** The access token that was issued for it, whether or not anybody heard of it. */
  issued: string | undefined;
  outcome: 'under way' | 'delivered' | 'refused' | 'trouble' | 'lost';
  /** Whether it failed in such a way that the service may have received it. */
  isMaybeSent: boolean;
  /** Whether it was answered by a server in trouble, which may have acted before. */
  isServerError: boolean;
  /** In milliseconds. */
  retryAfter: number;
}

/** A sign-in, as the service keeps it. */
export interface Grant {
  /** In true time. */
  readonly limit: number;
  isRevoked: boolean;
}

interface RefreshToken {
  readonly grant: Grant;
  successor: string | undefined;
}

interface AccessToken {
  readonly grant: Grant;
  readonly expiresAt: number;
  isRevoked: boolean;
}

export interface SimulatedAwsOptions {
  readonly time: VirtualTime;
  readonly random: SeededRandom;
  /** Whether a refresh token works once. Else it does until the one that came of it has been used. */
  readonly isStrict: boolean;
  readonly lifetimeMs: number;
  /** How long a sign-in lasts. */
  readonly limitMs: number;
  readonly onBegin: (request: Request) => void;
  readonly onEnd: (request: Request) => void;
}

/** The services of IAM Identity Center as far as a session needs them, with rotating refresh tokens. */
export class SimulatedAws {
  readonly requests: Request[] = [];
  weather: Weather = 'fine';
  /** Sent in bad weather, in seconds. */
  retryAfter: number | undefined;
  readonly #options: SimulatedAwsOptions;
  readonly #refreshTokens = new Map<string, RefreshToken>();
  readonly #accessTokens = new Map<string, AccessToken>();
  readonly #approved = new Set<string>();
  #count = 0;

  constructor(options: SimulatedAwsOptions) {
    this.#options = options;
  }

  /** What one process has for a network. */
  seenBy(client: Client): HttpClient {
    return async (request) => {
      if (client.isKilled) {
        return new Promise(() => undefined);
      }
      const entry: Request = {
        ...{ client, path: new URL(request.url).pathname, operation: request.signal },
        refreshToken: bodyOf(request)['refreshToken'],
        begin: this.#options.time.now,
        ...{ end: undefined, issued: undefined, outcome: 'under way', retryAfter: 0 },
        ...{ isMaybeSent: false, isServerError: false },
      };
      this.requests.push(entry);
      this.#options.onBegin(entry);
      try {
        return await this.#unlessAborted(this.#play(entry, request), request.signal);
      } catch (error) {
        if (!client.isKilled) {
          entry.outcome = entry.issued ? 'lost' : 'trouble';
          entry.retryAfter = 0;
          entry.isMaybeSent = !isAwsSsoError(error) || error.network?.maybeSent === true;
        }
        throw error;
      } finally {
        entry.end = this.#options.time.now;
        this.#options.onEnd(entry);
      }
    };
  }

  grantOf(accessToken: string): Grant | undefined {
    return this.#accessTokens.get(accessToken)?.grant;
  }

  isOver({ isRevoked, limit }: Grant): boolean {
    return isRevoked || this.#options.time.now >= limit;
  }

  /** Whether the portal takes it. */
  takes(accessToken: string): boolean {
    const token = this.#accessTokens.get(accessToken);
    const { now } = this.#options.time;
    return token !== undefined && !token.isRevoked && !this.isOver(token.grant) && now < token.expiresAt;
  }

  /** The portal takes it no more, for reasons of its own. The session goes on. */
  dropAccessToken(accessToken: string): void {
    const token = this.#accessTokens.get(accessToken);
    if (token) {
      token.isRevoked = true;
    }
  }

  async #unlessAborted<Result>(promise: Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
    promise.catch(() => undefined);
    if (!signal) {
      return promise;
    }
    signal.throwIfAborted();
    let abort: (() => void) | undefined;
    const aborted = new Promise<never>((_, reject) => {
      abort = () => reject(signal.reason as Error);
      signal.addEventListener('abort', abort, { once: true });
    });
    try {
      return await Promise.race([promise, aborted]);
    } finally {
      signal.removeEventListener('abort', abort as () => void);
    }
  }

  async #play(entry: Request, request: HttpRequest): Promise<HttpResponse> {
    const { random } = this.#options;
    const { weather } = this;
    if (weather === 'unreachable') {
      await pause(random.between(1, 50));
      throw new AwsSsoError('Network', 'refused', {
        network: { kind: 'refused', errno: 'ECONNREFUSED', maybeSent: false },
      });
    }
    if (weather === 'hanging') {
      await pause(TIMEOUT_MS);
      throw new AwsSsoError('Network', 'in time', {
        network: { kind: 'timeout', errno: 'TimeoutError', maybeSent: true },
      });
    }
    const there = random.magnitude(25, 2_500);
    await pause(there);
    const answer = this.#troubled(entry, weather) ?? this.#answer(entry, request);
    await pause(random.magnitude(25, 2_500));
    if (entry.client.isKilled) {
      return new Promise(() => undefined);
    }
    if (weather === 'losing answers') {
      throw new AwsSsoError('Network', 'reset', {
        network: { kind: 'broken', errno: 'ECONNRESET', maybeSent: true },
      });
    }
    if (entry.outcome === 'under way') {
      entry.outcome = answer.status === undefined ? 'delivered' : 'refused';
    }
    return response(answer);
  }

  /** The answer of something that is not the service, or of a service that has not read the request. */
  #troubled(entry: Request, weather: Weather): Answer | undefined {
    const answer = TROUBLE[weather];
    if (!answer) {
      return undefined;
    }
    entry.outcome = 'trouble';
    entry.isServerError = (answer.status ?? 0) >= 500;
    if (this.retryAfter === undefined || weather === 'captive') {
      return answer;
    }
    entry.retryAfter = this.retryAfter * 1000;
    return { ...answer, headers: { ...answer.headers, 'Retry-After': String(this.retryAfter) } };
  }

  #answer(entry: Request, request: HttpRequest): Answer {
    const { time, limitMs } = this.#options;
    const body = bodyOf(request);
    switch (entry.path) {
      case '/client/register': {
        const clientSecretExpiresAt = Math.floor(Date.now() / 1000) + 90 * 86_400;
        return { body: { clientId: 'client', clientSecret: 'secret of client', clientSecretExpiresAt } };
      }
      case '/device_authorization': {
        const deviceCode = `device code ${++this.#count}`;
        const verificationUri = 'https://device.sso.us-east-1.amazonaws.com/';
        return { body: { deviceCode, userCode: 'ABCD-EFGH', verificationUri, expiresIn: 600, interval: 1 } };
      }
      case '/logout': {
        const grant = this.grantOf(request.headers?.['x-amz-sso_bearer_token'] ?? '');
        if (grant) {
          grant.isRevoked = true;
        }
        return { body: '' };
      }
    }
    if (body['deviceCode'] === undefined) {
      return this.#refresh(entry, body['refreshToken'] ?? '');
    }
    if (!this.#approved.has(body['deviceCode'])) {
      // By the next time, the person has.
      this.#approved.add(body['deviceCode']);
      return PENDING;
    }
    const grant = { limit: time.now + limitMs, isRevoked: false };
    return this.#issue(entry, grant, this.#newRefreshToken(grant));
  }

  #refresh(entry: Request, text: string): Answer {
    const token = this.#refreshTokens.get(text);
    if (!token || this.isOver(token.grant) || this.#isUsedUp(token)) {
      return INVALID_GRANT;
    }
    token.successor ??= this.#newRefreshToken(token.grant);
    return this.#issue(entry, token.grant, token.successor);
  }

  #isUsedUp({ successor }: RefreshToken): boolean {
    if (successor === undefined) {
      return false;
    }
    return this.#options.isStrict || this.#refreshTokens.get(successor)?.successor !== undefined;
  }

  #newRefreshToken(grant: Grant): string {
    const text = `refresh token ${++this.#count}`;
    this.#refreshTokens.set(text, { grant, successor: undefined });
    return text;
  }

  #issue(entry: Request, grant: Grant, refreshToken: string): Answer {
    const { time, lifetimeMs } = this.#options;
    const accessToken = `access token ${++this.#count}`;
    this.#accessTokens.set(accessToken, { grant, expiresAt: time.now + lifetimeMs, isRevoked: false });
    entry.issued = accessToken;
    return { body: { accessToken, expiresIn: lifetimeMs / 1000, refreshToken } };
  }
}

const TROUBLE: Partial<Record<Weather, Answer>> = {
  busy: { status: 503, body: 'busy' },
  throttling: THROTTLED,
  captive: { body: '<html>Welcome to the hotel</html>' },
};

export function isRefresh({ refreshToken }: Request): boolean {
  return refreshToken !== undefined;
}

export { ORIGIN };

function bodyOf({ body = '{}' }: HttpRequest): Record<string, string | undefined> {
  return JSON.parse(body) as Record<string, string | undefined>;
}

function response({ status = 200, headers = {}, body }: Answer): HttpResponse {
  const lower = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return {
    status,
    header: (name) => lower.get(name.toLowerCase()),
    body: typeof body === 'string' ? body : JSON.stringify(body),
  };
}
