import type { AwsSsoError, ServiceFailure } from '../../base/errors.ts';
import { clockOffset } from '../../http/client/clockOffset.ts';
import type { HttpClient, HttpRequest } from '../../http/client/HttpClient.ts';
import type { Service } from '../endpoints/endpoints.ts';
import { isOfAws, serviceError, unexpectedAnswer } from './serviceError.ts';

/** How AWS refused a request that nobody can have meant. */
export interface ProbeAnswer {
  readonly status: number;
  /** The name of the exception. */
  readonly exception: string;
  /** How far the clock of this machine is ahead of that of AWS, in milliseconds; NaN where AWS did not say. */
  readonly clockOffset: number;
}

/** A JSON body without members. */
const NOTHING = { headers: { 'content-type': 'application/json' }, body: '{}' };

interface Probe extends Omit<HttpRequest, 'url'> {
  readonly path: string;
  readonly of: ServiceFailure['service'];
}

/** Calls without what they need: each service refuses its own, and nothing comes of it. */
const PROBES: Readonly<Record<Service, Probe>> = {
  oidc: { of: 'sso-oidc', method: 'POST', path: '/token', ...NOTHING },
  portal: { of: 'sso', method: 'GET', path: '/assignment/accounts' },
  signin: { of: 'signin', method: 'POST', path: '/v1/token', ...NOTHING },
};

/**
 * Asks a service for a refusal, which shows that it is AWS that answers.
 *
 * @param endpoint the address of the service, without a slash at the end.
 * @throws AwsSsoError `Network` when no answer came, or one that is not of AWS; `Service` when AWS has trouble of its own.
 */
export async function probe(
  service: Service,
  endpoint: string,
  http: HttpClient,
  signal: AbortSignal,
): Promise<ProbeAnswer> {
  const { of, path, ...request } = PROBES[service];
  const sent = Date.now();
  const response = await http({ ...request, url: endpoint + path, signal });
  const { host } = new URL(endpoint);
  if (!isOfAws(response)) {
    // Whoever stands in between may refuse, or be in trouble, just as well, and in JSON, too.
    throw unexpectedAnswer(host, response);
  }
  const failure: AwsSsoError = serviceError(of, response, host);
  if (!failure.service || response.status >= 500) {
    throw failure;
  }
  return {
    status: response.status,
    exception: failure.service.name,
    clockOffset: clockOffset(sent, response),
  };
}
