import { MockAgent, fetch as undiciFetch } from 'undici';
import type { HttpClient } from '../../../src/http/client/HttpClient.ts';
import { fetchClient } from '../../../src/http/client/fetchClient.ts';
import { Retries } from '../../../src/aws/services/retries.ts';
import { SsoOidc } from '../../../src/aws/services/SsoOidc.ts';

export const ORIGIN = 'https://oidc.us-east-1.amazonaws.com';

export interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body: object | string;
}

export interface Received {
  readonly path: string;
  /** By the fake clock, if one runs. */
  readonly at: number;
  readonly headers: Record<string, string>;
  readonly body: Record<string, unknown>;
}

/** AWS as undici's MockAgent plays it, behind this project's own HttpClient. Nothing else can be reached. */
export class MockAws {
  readonly #agent = new MockAgent();
  readonly received: Received[] = [];
  readonly http: HttpClient;
  readonly oidc: SsoOidc;

  constructor() {
    this.#agent.disableNetConnect();
    const fetch = (url: string, init: RequestInit) =>
      undiciFetch(url, { ...init, dispatcher: this.#agent } as Parameters<typeof undiciFetch>[1]);
    this.http = fetchClient(() => fetch);
    this.oidc = new SsoOidc(this.http, ORIGIN, new Retries(() => 0));
  }

  /** Queues an answer, or a failure of the connection, for the next POST to the path. */
  next(path: string, answer: Answer | Error): this {
    const intercepted = this.#agent.get(ORIGIN).intercept({ path, method: 'POST' });
    if (answer instanceof Error) {
      intercepted.replyWithError(answer);
      return this;
    }
    intercepted.reply((options) => {
      this.received.push({
        path,
        at: Date.now(),
        headers: Object.fromEntries(new Headers(options.headers as Record<string, string>)),
        body: JSON.parse(typeof options.body === 'string' ? options.body : '{}') as Record<string, unknown>,
      });
      return {
        statusCode: answer.status ?? 200,
        data: answer.body,
        responseOptions: { headers: answer.headers ?? {} },
      };
    });
    return this;
  }

  get unused(): number {
    return this.#agent.pendingInterceptors().length;
  }
}

/** An exception as sso-oidc sends it. */
export function exception(
  name: string,
  error: string,
  status = 400,
  description = 'Said by the service',
): Answer {
  return {
    status,
    headers: {
      'x-amzn-ErrorType': `${name}:http://internal.amazon.com/coral/com.amazonaws.sso.oidc/`,
      'x-amzn-RequestId': '00000000-0000-4000-8000-000000000001',
    },
    body: { error, error_description: description },
  };
}

export const PENDING = exception('AuthorizationPendingException', 'authorization_pending');
export const SLOW_DOWN = exception('SlowDownException', 'slow_down');

export function connectionError(code: string): Error {
  return Object.assign(new Error(code), { code });
}
