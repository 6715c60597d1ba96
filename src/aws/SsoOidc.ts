import * as v from 'valibot';
import type { HttpClient } from '../http/HttpClient.ts';
import { serviceError, unexpectedAnswer } from './serviceError.ts';

/**
 * The grant type of RFC 8628 section 3.4. AWS's documentation also shows it as `…:device-code` (an example of the
 * API model) and as `…_device_code_` (italics gone wrong); no client sends those, and neither does this one.
 */
export const DEVICE_CODE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

const RegisterClientAnswer = v.object({
  clientId: v.string(),
  clientSecret: v.string(),
  /** Epoch seconds. */
  clientSecretExpiresAt: v.number(),
});

const StartDeviceAuthorizationAnswer = v.object({
  deviceCode: v.string(),
  userCode: v.string(),
  verificationUri: v.string(),
  verificationUriComplete: v.nullish(v.string()),
  /** Seconds from now. */
  expiresIn: v.number(),
  /** Seconds between polls. */
  interval: v.nullish(v.number()),
});

const CreateTokenAnswer = v.object({
  accessToken: v.string(),
  /** Seconds from now. */
  expiresIn: v.number(),
  refreshToken: v.nullish(v.string()),
});

export type RegisterClientAnswer = v.InferOutput<typeof RegisterClientAnswer>;
export type StartDeviceAuthorizationAnswer = v.InferOutput<typeof StartDeviceAuthorizationAnswer>;
export type CreateTokenAnswer = v.InferOutput<typeof CreateTokenAnswer>;

/** Who asks: the result of RegisterClient. */
export interface Client {
  readonly clientId: string;
  readonly clientSecret: string;
}

/**
 * The IAM Identity Center OIDC API, version 2019-06-10, as far as it needs no AWS credentials. Every method makes
 * one request.
 *
 * All of them throw AwsSsoError: the exception's own code, `Network` when no answer of the service came, or the
 * signal's reason when aborted.
 */
export class SsoOidc {
  readonly #http: HttpClient;
  readonly #endpoint: string;

  /** @param endpoint the service's address, without a slash at the end. */
  constructor(http: HttpClient, endpoint: string) {
    this.#http = http;
    this.#endpoint = endpoint;
  }

  /** API operation RegisterClient (RFC 7591). Without scopes the service issues no refresh tokens. */
  registerClient(
    input: { clientName: string; scopes: readonly string[] },
    signal: AbortSignal,
  ): Promise<RegisterClientAnswer> {
    return this.#post('/client/register', { ...input, clientType: 'public' }, RegisterClientAnswer, signal);
  }

  /** API operation StartDeviceAuthorization (RFC 8628 section 3.1). */
  startDeviceAuthorization(
    input: Client & { startUrl: string },
    signal: AbortSignal,
  ): Promise<StartDeviceAuthorizationAnswer> {
    return this.#post('/device_authorization', input, StartDeviceAuthorizationAnswer, signal);
  }

  /** API operation CreateToken for the device grant (RFC 8628 section 3.4). */
  createToken(input: Client & { deviceCode: string }, signal: AbortSignal): Promise<CreateTokenAnswer> {
    return this.#post('/token', { ...input, grantType: DEVICE_CODE_GRANT }, CreateTokenAnswer, signal);
  }

  async #post<Schema extends v.GenericSchema>(
    path: string,
    input: object,
    schema: Schema,
    signal: AbortSignal,
  ): Promise<v.InferOutput<Schema>> {
    const url = this.#endpoint + path;
    const response = await this.#http({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input),
      signal,
    });
    const { host } = new URL(url);
    if (response.status !== 200) {
      throw serviceError(response, host);
    }
    const answer = v.safeParse(schema, parseJson(response.body));
    if (!answer.success) {
      throw unexpectedAnswer(host);
    }
    return answer.output;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
