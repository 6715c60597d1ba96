import * as v from 'valibot';
import { isAwsSsoError } from '../../base/errors.ts';
import { hostOf } from '../../http/client/addressParts.ts';
import type { HttpClient, HttpResponse } from '../../http/client/HttpClient.ts';
import type { RoleLink } from '../config/roleChains.ts';
import type { StsEndpoint } from '../endpoints/stsEndpoint.ts';
import { membersOfXml } from './queryXml.ts';
import { isSuccess } from './RestJsonClient.ts';
import type { Retries } from './retries.ts';
import { brokenAnswer, isOfAws, serviceError, unexpectedAnswer } from './serviceError.ts';
import { signed } from './sigV4.ts';
import type { RoleCredentials } from './SsoPortal.ts';
import { type MeasuredClock, wrongClock } from './wrongClock.ts';

const VERSION = '2011-06-15';

const Answer = v.object({
  AccessKeyId: v.pipe(v.string(), v.nonEmpty()),
  SecretAccessKey: v.pipe(v.string(), v.nonEmpty()),
  SessionToken: v.pipe(v.string(), v.nonEmpty()),
  Expiration: v.pipe(
    v.string(),
    v.transform((time) => Date.parse(time)),
    v.number(),
    v.finite(),
  ),
});

/** How far off the time of a signature may be, and still be none of the reason for a refusal; AWS takes five minutes. */
const SIGNATURE_TOLERANCE_MS = 60_000;

/** The AWS Security Token Service, as far as role chains need it: the query protocol, with signed requests. */
export class Sts {
  readonly #http: HttpClient;
  readonly #endpoint: StsEndpoint;
  readonly #retries: Retries;
  readonly #clock: MeasuredClock;

  constructor(http: HttpClient, endpoint: StsEndpoint, retries: Retries, clock: MeasuredClock) {
    this.#http = http;
    this.#endpoint = endpoint;
    this.#retries = retries;
    this.#clock = clock;
  }

  /**
   * API operation AssumeRole. A signature that was refused for its time is made once more, by the clock of AWS.
   *
   * @throws AwsSsoError `AccessDenied`, `InvalidRequest`, `Expired` for the credentials that it is signed with, `Throttled`,
   * `Service`, `Network`; the signal's reason when aborted.
   */
  assumeRole(link: RoleLink, credentials: RoleCredentials, signal: AbortSignal): Promise<RoleCredentials> {
    return this.#retries.run(
      'AssumeRole',
      async () => {
        let assumed = this.#clock.offset;
        try {
          return await this.#assumeRole(link, credentials, signal, assumed);
        } catch (error) {
          if (!this.#isClockToBlame(error, assumed)) {
            throw error;
          }
        }
        assumed = this.#clock.offset;
        try {
          return await this.#assumeRole(link, credentials, signal, assumed);
        } catch (error) {
          throw isAboutSignature(error) ? wrongClock(assumed, error) : error;
        }
      },
      signal,
    );
  }

  async #assumeRole(
    link: RoleLink,
    credentials: RoleCredentials,
    signal: AbortSignal,
    clockOffset: number,
  ): Promise<RoleCredentials> {
    const { address, signingRegion } = this.#endpoint;
    const date = new Date(Date.now() - clockOffset);
    const request = signed(
      {
        method: 'POST',
        url: `${address}/`,
        headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
        body: bodyOf(link, date),
      },
      { service: 'sts', region: signingRegion, credentials, date },
    );
    const response = await this.#http({ ...request, signal });
    if (!isSuccess(response)) {
      const secrets = [credentials.sessionToken, ...(link.externalId === undefined ? [] : [link.externalId])];
      throw serviceError('sts', response, hostOf(address), secrets);
    }
    return credentialsIn(response, hostOf(address));
  }

  /** Whether the service refused a signature with another time than its own, as its answer told. */
  #isClockToBlame(error: unknown, assumed: number): boolean {
    return isAboutSignature(error) && Math.abs(this.#clock.offset - assumed) > SIGNATURE_TOLERANCE_MS;
  }
}

function bodyOf({ roleArn, externalId, durationSeconds, roleSessionName }: RoleLink, date: Date): string {
  return new URLSearchParams({
    Action: 'AssumeRole',
    Version: VERSION,
    RoleArn: roleArn,
    // What AWS CloudTrail shows.
    RoleSessionName: roleSessionName ?? `aws-sso-${Math.floor(date.getTime() / 1_000)}`,
    ...(externalId === undefined ? {} : { ExternalId: externalId }),
    ...(durationSeconds === undefined ? {} : { DurationSeconds: String(durationSeconds) }),
  }).toString();
}

/** @throws AwsSsoError `Network` for an answer that is not of AWS, or that is cut off. */
function credentialsIn(response: HttpResponse, host: string): RoleCredentials {
  const answer = v.safeParse(Answer, membersOfXml(response.body));
  if (!answer.success) {
    throw isOfAws(response) ? brokenAnswer(host) : unexpectedAnswer(host, response);
  }
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = answer.output;
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiration: Expiration,
  };
}

/** The name of what an expired signature is differs with the service. */
function isAboutSignature(error: unknown): boolean {
  const names = [
    'SignatureDoesNotMatch',
    'InvalidSignatureException',
    'RequestExpired',
    'RequestTimeTooSkewed',
  ];
  return isAwsSsoError(error) && names.includes(error.service?.name ?? '');
}
