import { AwsSsoError, type ServiceFailure } from '../../base/errors.ts';
import type { HttpResponse } from '../../http/client/HttpClient.ts';
import { brokenSentence, foreignSentence } from '../../http/failures/networkError.ts';
import { redacted } from '../../http/failures/redacted.ts';
import { retryAfter } from '../../http/client/retryAfter.ts';
import { exceptionOfError, meaningOf } from './exceptions.ts';
import { isQueryError, membersOfXml } from './queryXml.ts';

/** The longest text of a service that is kept. */
const MAX_TEXT = 500;

/** Exceptions by which a service asks for fewer requests, whatever their status. */
const THROTTLING = [
  'RequestLimitExceeded',
  'SlowDownException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsError',
  'TooManyRequestsException',
];

/** What ends nothing, so that it is believed whoever says it: a proxy may have lost the headers. */
const PASSING = [...THROTTLING, 'AuthorizationPendingException'];

/** What a portal's answer means whose name a proxy has lost. Not 401, which would cost a session: proxies say that, too. */
const PORTAL_STATUS: Readonly<Record<number, string>> = {
  403: 'ForbiddenException',
  404: 'ResourceNotFoundException',
};

/** Headers by which AWS numbers its answers. */
const HEADERS_OF_AWS = ['x-amzn-requestid', 'x-amz-request-id'] as const;

/** What the services put before the name of an exception in `__type`. */
const NAMESPACE_OF_AWS = /^com\.amazon(aws)?\./;

/** Statuses after which the same request may succeed; the AWS SDKs repeat after these, too. */
const RETRYABLE_STATUS = new Set([429, 500, 502, 503, 504]);

/**
 * Reads an answer that is not a success by the rules of the restJson1 protocol: the exception's name stands in the
 * `x-amzn-ErrorType` header, else in the body's `code`, else in `__type`. Where none of them is left, the `error`
 * member is the last resort. In the query protocol, of STS, it is the `Code` in the XML.
 *
 * An answer that does not show itself as one of AWS, or names no exception, did not come from the service: a proxy refuses in
 * the words of OAuth, too, and must not end a session. Only its status may still say that something is wrong with a
 * server, and its name that the request came too early.
 *
 * @param secrets what was sent and must not be repeated, should the service quote it.
 */
export function serviceError(
  service: ServiceFailure['service'],
  response: HttpResponse,
  host: string,
  secrets: readonly string[] = [],
): AwsSsoError {
  const body = members(response.body);
  const text = (value: unknown): string | undefined => harmless(value, secrets);
  const named =
    exceptionName(response.header('x-amzn-errortype'), secrets) ??
    exceptionName(body['code'] ?? body['Code'], secrets) ??
    exceptionName(body['__type'], secrets) ??
    exceptionName(exceptionOfError(service, text(body['error'])), secrets);
  const isByAws = isOfAws(response, body);
  const byStatus = service === 'sso' && isJson(response.body) ? PORTAL_STATUS[response.status] : undefined;
  const name = isByAws ? (named ?? byStatus) : PASSING.find((passing) => passing === named);
  if (name === undefined && !RETRYABLE_STATUS.has(response.status)) {
    return unexpectedAnswer(host, response);
  }
  const failure: ServiceFailure = {
    service,
    name: name ?? `HTTP ${response.status}`,
    status: response.status,
    retryable: RETRYABLE_STATUS.has(response.status) || (name !== undefined && THROTTLING.includes(name)),
    ...present({
      requestId: text(requestIdOf(response)),
      // Of sign-in, it says more than the name, so that it must be by AWS.
      error: isByAws || (name !== undefined && service !== 'signin') ? text(body['error']) : undefined,
      description: text(body['error_description']) ?? text(body['message']) ?? text(body['Message']),
      reason: text(body['reason']),
      retryAfter: retryAfter(response),
    }),
  };
  const { code, sentence } = meaningOf(failure);
  return new AwsSsoError(code, sentence, { service: failure });
}

/**
 * An answer that is not from the service, whatever its status says.
 *
 * @param by the answer, where it may tell who gave it.
 */
export function unexpectedAnswer(host: string, by?: HttpResponse): AwsSsoError {
  return new AwsSsoError('Network', foreignSentence(host, by?.header('server')), {
    network: { kind: 'foreign', maybeSent: true },
  });
}

/** A successful answer of AWS of which a part is missing: the operation has run. */
export function brokenAnswer(host: string): AwsSsoError {
  return new AwsSsoError('Network', brokenSentence(host), {
    network: { kind: 'broken', maybeSent: true },
  });
}

/** Whether an answer shows itself as one of AWS: proxies and other networks do not number theirs the way AWS does. */
export function isOfAws(response: HttpResponse, body: Body = members(response.body)): boolean {
  return (
    requestIdOf(response) !== undefined ||
    exceptionName(response.header('x-amzn-errortype')) !== undefined ||
    isQueryError(response.body) ||
    NAMESPACE_OF_AWS.test(String(body['__type']))
  );
}

function requestIdOf({ header }: HttpResponse): string | undefined {
  return HEADERS_OF_AWS.map(header).find((id) => id);
}

/** `ns#Name:uri` → `Name`. Of a doubled header, the first. */
function exceptionName(value: unknown, secrets: readonly string[] = []): string | undefined {
  const name = string(value)?.split(':')[0]?.split(',')[0]?.split('#').at(-1)?.trim();
  // People may come to read it, and the editor makes links of brackets.
  return name !== undefined && /^\w{1,64}$/.test(name) && redacted(name, secrets) === name ? name : undefined;
}

type Body = Readonly<Record<string, unknown>>;

function members(body: string): Body {
  if (isQueryError(body)) {
    return membersOfXml(body);
  }
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Body) : {};
  } catch {
    return {};
  }
}

function isJson(body: string): boolean {
  return body.trimStart().startsWith('{');
}

/** Services may quote what they were sent, and proxies may say anything, at any length. */
function harmless(value: unknown, secrets: readonly string[]): string | undefined {
  const text = string(value);
  return text === undefined ? undefined : redacted(text, secrets).slice(0, MAX_TEXT);
}

function string(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function present<Members extends object>(
  members: Members,
): {
  [Key in keyof Members]?: Exclude<Members[Key], undefined>;
} {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as never;
}
