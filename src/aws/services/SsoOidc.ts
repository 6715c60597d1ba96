import * as v from 'valibot';
import { json, RestJsonClient, WholeNumber } from './RestJsonClient.ts';
import { isHttpsOrLoopback } from '../endpoints/endpoints.ts';
import type { Operation } from './retries.ts';

/**
 * The grant type of RFC 8628 section 3.4. AWS's documentation also shows it as `…:device-code` (an example of the
 * API model) and as `…_device_code_` (italics gone wrong); no client sends those, and neither does this one.
 */
const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';

const DAY_S = 86_400;
/** The last second that a Date can hold. */
const MAX_DATE_S = 8_640_000_000_000;

const RegisterClientAnswer = v.object({
  clientId: v.string(),
  clientSecret: v.string(),
  /** Epoch seconds. */
  clientIdIssuedAt: v.optional(WholeNumber),
  /** Epoch seconds. */
  clientSecretExpiresAt: v.pipe(WholeNumber, v.maxValue(MAX_DATE_S)),
  /** The service leaves both null; the addresses follow from the region instead. */
  authorizationEndpoint: v.optional(v.string()),
  tokenEndpoint: v.optional(v.string()),
});

/** A page for a browser. Anything else, such as a `command:` link of the editor, did not come from the service. */
const PageAddress = v.pipe(v.string(), v.check(isPageAddress));

const StartDeviceAuthorizationAnswer = v.object({
  deviceCode: v.string(),
  userCode: v.pipe(v.string(), v.regex(/^[A-Za-z0-9-]{1,32}$/)),
  verificationUri: PageAddress,
  verificationUriComplete: v.optional(PageAddress),
  /** Seconds from now. */
  expiresIn: v.pipe(WholeNumber, v.minValue(0), v.maxValue(DAY_S)),
  /** Seconds between polls. */
  interval: v.optional(v.pipe(WholeNumber, v.minValue(0), v.maxValue(3600))),
});

const CreateTokenAnswer = v.object({
  accessToken: v.pipe(v.string(), v.nonEmpty()),
  tokenType: v.fallback(v.optional(v.string()), undefined),
  /** Seconds from now. */
  expiresIn: v.pipe(WholeNumber, v.minValue(1), v.maxValue(90 * DAY_S)),
  refreshToken: v.optional(v.string()),
  /** Documented as not in use. */
  idToken: v.fallback(v.optional(v.string()), undefined),
});

export type RegisterClientAnswer = v.InferOutput<typeof RegisterClientAnswer>;
export type StartDeviceAuthorizationAnswer = v.InferOutput<typeof StartDeviceAuthorizationAnswer>;
export type CreateTokenAnswer = v.InferOutput<typeof CreateTokenAnswer>;

/** Who is to be registered (RFC 7591). */
export interface ClientMetadata {
  /** What people see on the page where they approve the sign-in. */
  readonly clientName: string;
  /** Without any, the service issues no refresh tokens. */
  readonly scopes?: readonly string[];
  /** For authorization codes only; loopback, without a port. */
  readonly redirectUris?: readonly string[];
  /** Left out for device codes. The service refuses a registration for both kinds. */
  readonly grantTypes?: readonly ('authorization_code' | 'refresh_token')[];
  /** For authorization codes only: the start URL. */
  readonly issuerUrl?: string;
}

/** Who asks: the result of RegisterClient. */
export interface Client {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What is exchanged for a token. */
export type Grant = (
  | { readonly grantType: typeof DEVICE_CODE; readonly deviceCode: string }
  | { readonly grantType: 'refresh_token'; readonly refreshToken: string }
  | {
      readonly grantType: 'authorization_code';
      readonly code: string;
      /** The same text as in the authorization request, its port included. */
      readonly redirectUri: string;
      /** RFC 7636 section 4.1. */
      readonly codeVerifier: string;
    }
) & {
  /** Accepted by the service, and without effect: the token has the scopes of the registration. */
  readonly scope?: readonly string[];
};

/** What a person is to approve in the browser. */
export interface AuthorizationRequest {
  readonly clientId: string;
  /** The registered one, and the port that is listened on. */
  readonly redirectUri: string;
  /** Comes back with the answer (RFC 6749 section 10.12). */
  readonly state: string;
  /** RFC 7636 section 4.2, by the method S256. */
  readonly codeChallenge: string;
  readonly scopes: readonly string[];
}

export function deviceCodeGrant(deviceCode: string): Grant {
  return { grantType: DEVICE_CODE, deviceCode };
}

const TOKEN_OPERATION = {
  [DEVICE_CODE]: 'CreateToken device_code',
  refresh_token: 'CreateToken refresh_token',
  authorization_code: 'CreateToken authorization_code',
} as const satisfies Record<Grant['grantType'], Operation>;

/**
 * The IAM Identity Center OIDC API, version 2019-06-10, as far as it needs no AWS credentials.
 *
 * Every method throws AwsSsoError: the exception's own code, `Network` when no answer of the service came, or the
 * signal's reason when aborted. What is repeated after which failure stands in `retries.ts`.
 */
export class SsoOidc extends RestJsonClient {
  /** API operation RegisterClient (RFC 7591 section 3). */
  registerClient(metadata: ClientMetadata, signal: AbortSignal): Promise<RegisterClientAnswer> {
    // The only type that the service knows.
    const input = { ...metadata, clientType: 'public' };
    return this.#post('RegisterClient', '/client/register', input, RegisterClientAnswer, signal);
  }

  /**
   * The address of the page where a person approves (RFC 6749 section 4.1.1), wherever the service itself is. The scopes
   * go by the name that AWS's own clients use; the service would take `scope` as well.
   */
  authorizationAddress(request: AuthorizationRequest): string {
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: request.clientId,
      redirect_uri: request.redirectUri,
      state: request.state,
      code_challenge_method: 'S256',
      scopes: request.scopes.join(' '),
      code_challenge: request.codeChallenge,
    });
    // The editor takes an address apart and puts it together again, and a plus sign is a space in forms only.
    return `${this.endpoint}/authorize?${query.toString().replaceAll('+', '%20')}`;
  }

  /** API operation StartDeviceAuthorization (RFC 8628 section 3.1). */
  startDeviceAuthorization(
    { clientId, clientSecret }: Client,
    startUrl: string,
    signal: AbortSignal,
  ): Promise<StartDeviceAuthorizationAnswer> {
    return this.#post(
      'StartDeviceAuthorization',
      '/device_authorization',
      { clientId, clientSecret, startUrl },
      StartDeviceAuthorizationAnswer,
      signal,
    );
  }

  /** API operation CreateToken (RFC 6749 sections 4.1.3 and 6, RFC 8628 section 3.4). */
  createToken(
    { clientId, clientSecret }: Client,
    grant: Grant,
    signal: AbortSignal,
  ): Promise<CreateTokenAnswer> {
    const operation = TOKEN_OPERATION[grant.grantType];
    return this.#post(operation, '/token', { clientId, clientSecret, ...grant }, CreateTokenAnswer, signal);
  }

  #post<Schema extends v.GenericSchema>(
    operation: Operation,
    path: string,
    input: object,
    schema: Schema,
    signal: AbortSignal,
  ): Promise<v.InferOutput<Schema>> {
    const { headers, body } = json(input);
    const request = { method: 'POST', url: this.endpoint + path, headers, body, signal } as const;
    return this.call('sso-oidc', operation, () => request, schema, signal);
  }
}

/** Without white space and brackets, which would end the link that shows it. */
function isPageAddress(text: string): boolean {
  return isHttpsOrLoopback(text) && /^[^\s()[\]<>"]+$/.test(text);
}
