import type { KeyObject } from 'node:crypto';
import * as v from 'valibot';
import { json, RestJsonClient, WholeNumber } from './RestJsonClient.ts';
import { isAwsSsoError } from '../../base/errors.ts';
import type { HttpClient, HttpRequest } from '../../http/client/HttpClient.ts';
import { dpopProof } from './dpop.ts';
import type { Operation, Retries } from './retries.ts';
import { type MeasuredClock, wrongClock } from './wrongClock.ts';

/** Who asks. Which of the two depends on where the code was obtained. */
export const SAME_DEVICE = 'arn:aws:signin:::devtools/same-device';
export const CROSS_DEVICE = 'arn:aws:signin:::devtools/cross-device';

const CreateOAuth2TokenAnswer = v.object({
  /** Not a string: a set of AWS credentials. */
  accessToken: v.object({
    accessKeyId: v.string(),
    secretAccessKey: v.string(),
    sessionToken: v.string(),
  }),
  /** `aws_sigv4` */
  tokenType: v.fallback(v.optional(v.string()), undefined),
  /** Seconds from now, 900 at most. */
  expiresIn: v.pipe(WholeNumber, v.minValue(1), v.maxValue(86_400)),
  /** A new one each time, bound to the key of the proof. Where none came, the old one may still work. */
  refreshToken: v.optional(v.string()),
  /** For an authorization code only: a JWT whose `sub` is the ARN of the session. */
  idToken: v.fallback(v.optional(v.string()), undefined),
});
export type CreateOAuth2TokenAnswer = v.InferOutput<typeof CreateOAuth2TokenAnswer>;

/** What is exchanged for credentials. */
export type SigninGrant = { readonly clientId: typeof SAME_DEVICE | typeof CROSS_DEVICE } & (
  | {
      readonly grantType: 'authorization_code';
      readonly code: string;
      readonly redirectUri: string;
      readonly codeVerifier: string;
    }
  | { readonly grantType: 'refresh_token'; readonly refreshToken: string }
);

const OPERATION = {
  authorization_code: 'CreateOAuth2Token authorization_code',
  refresh_token: 'CreateOAuth2Token refresh_token',
} as const satisfies Record<SigninGrant['grantType'], Operation>;

/** What a person is to approve in the browser. */
export interface ConsoleAuthorizationRequest {
  readonly clientId: SigninGrant['clientId'];
  readonly redirectUri: string;
  /** Comes back with the answer (RFC 6749 section 10.12). */
  readonly state: string;
  /** RFC 7636 section 4.2. The method has a name of its own here. */
  readonly codeChallenge: string;
}

/** How far off a proof may be by the clock of the service. RFC 9449 section 11.1 leaves it to the service: seconds or minutes. */
const PROOF_TOLERANCE_MS = 30_000;

/** The AWS Sign-In API, version 2023-01-01, as far as it needs no AWS credentials. */
export class Signin extends RestJsonClient {
  readonly #clock: MeasuredClock;

  constructor(http: HttpClient, endpoint: string, retries: Retries, clock: MeasuredClock = { offset: 0 }) {
    super(http, endpoint, retries);
    this.#clock = clock;
  }

  /** The address of the page where a person approves (RFC 6749 section 4.1.1), as `aws login` writes it. */
  authorizationAddress(request: ConsoleAuthorizationRequest): string {
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: request.clientId,
      state: request.state,
      code_challenge_method: 'SHA-256',
      scope: 'openid',
      redirect_uri: request.redirectUri,
      code_challenge: request.codeChallenge,
    });
    return `${this.endpoint}/v1/authorize?${query.toString()}`;
  }

  /** Where a person who comes from another machine is shown the code. */
  get confirmationAddress(): string {
    return `${this.endpoint}/v1/sessions/confirmation`;
  }

  /**
   * API operation CreateOAuth2Token (RFC 6749 sections 4.1.3 and 6, RFC 9449).
   *
   * @param key a private key on the curve P-256. The refresh token works with the key that obtained it, only.
   * @throws AwsSsoError; the signal's reason when aborted.
   */
  createOAuth2Token(
    grant: SigninGrant,
    key: KeyObject,
    signal: AbortSignal,
  ): Promise<CreateOAuth2TokenAnswer> {
    const url = `${this.endpoint}/v1/token`;
    const { headers, body } = json(grant);
    let assumed = 0;
    const request = (): HttpRequest => {
      assumed = this.#clock.offset;
      const proof = dpopProof(key, 'POST', url, Date.now() - assumed);
      return { method: 'POST', url, headers: { ...headers, DPoP: proof }, body, signal };
    };
    const operation = OPERATION[grant.grantType];
    return this.call('signin', operation, request, CreateOAuth2TokenAnswer, signal).catch(
      (error: unknown) => {
        throw this.#isClockToBlame(error, assumed) ? wrongClock(this.#clock.offset, error) : error;
      },
    );
  }

  /** Whether the proof had a time that the service, as its refusal tells, does not take: the session is none the worse for it. */
  #isClockToBlame(error: unknown, assumed: number): boolean {
    const { status = 500 } = (isAwsSsoError(error) && error.service) || {};
    return status < 500 && status !== 429 && Math.abs(this.#clock.offset - assumed) > PROOF_TOLERANCE_MS;
  }
}
