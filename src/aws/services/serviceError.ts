import { AwsSsoError, type ServiceFailure } from '../../base/errors.ts';
import type { HttpResponse } from '../../http/client/HttpClient.ts';
import { foreignSentence } from '../../http/client/networkError.ts';
import { retryAfter } from '../../http/client/retryAfter.ts';
import { exceptionOfError, meaningOf } from './exceptions.ts';

/** The longest text of a service that is kept. */
const MAX_TEXT = 500;

/** Exceptions by which a service asks for fewer requests, whatever their status. */
const THROTTLING = new Set([
  'SlowDownException',
  'ThrottlingException',
  'TooManyRequestsError',
  'TooManyRequestsException',
]);

/** What a portal's answer means whose name a proxy has lost. Not 401, which would cost a session: proxies say that, too. */
const PORTAL_STATUS: Readonly<Record<number, string>> = {
  403: 'ForbiddenException',
  404: 'ResourceNotFoundException',
};

/** Statuses after which the same request may succeed; the AWS SDKs repeat after these, too. */
const RETRYABLE_STATUS = new Set([429, 500, 502, 503, 504]);

/**
 * Reads an answer that is not a success by the rules of the restJson1 protocol: the exception's name stands in the
 * `x-amzn-ErrorType` header, else in the body's `code`, else in `__type`. Where none of them is left, the `error`
 * member is the last resort. An answer that names no exception at all did not come from the service, unless its
 * status says that something is wrong with the server.
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
  const text = (member: string): string | undefined => harmless(string(body[member]), secrets);
  const error = text('error');
  const name =
    exceptionName(response.header('x-amzn-errortype')) ??
    exceptionName(string(body['code']) ?? string(body['Code'])) ??
    exceptionName(string(body['__type'])) ??
    exceptionName(exceptionOfError(service, error)) ??
    (service === 'sso' && isJson(response.body) ? PORTAL_STATUS[response.status] : undefined);
  if (name === undefined && !RETRYABLE_STATUS.has(response.status)) {
    return unexpectedAnswer(host);
  }
  const failure: ServiceFailure = {
    service,
    name: name ?? `HTTP ${response.status}`,
    status: response.status,
    retryable: RETRYABLE_STATUS.has(response.status) || (name !== undefined && THROTTLING.has(name)),
    ...present({
      requestId: response.header('x-amzn-requestid'),
      error,
      description: text('error_description') ?? text('message') ?? text('Message'),
      reason: text('reason'),
      retryAfter: retryAfter(response),
    }),
  };
  const { code, sentence } = meaningOf(failure);
  return new AwsSsoError(code, sentence, { service: failure });
}

/** An answer without the members that its operation promises: not from the service, whatever its status says. */
export function unexpectedAnswer(host: string): AwsSsoError {
  return new AwsSsoError('Network', foreignSentence(host), { network: { kind: 'foreign', maybeSent: true } });
}

/** `ns#Name:uri` → `Name`. Of a doubled header, the first. */
function exceptionName(text: string | undefined): string | undefined {
  const name = text?.split(':')[0]?.split(',')[0]?.split('#').at(-1)?.trim();
  // People may come to read it, and the editor makes links of brackets.
  return name !== undefined && /^\w{1,64}$/.test(name) ? name : undefined;
}

function members(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function isJson(body: string): boolean {
  return body.trimStart().startsWith('{');
}

/** Services may quote what they were sent, and proxies may say anything, at any length. */
function harmless(text: string | undefined, secrets: readonly string[]): string | undefined {
  const safe = secrets.reduce((left, secret) => left?.replaceAll(secret, '…'), text);
  return safe?.slice(0, MAX_TEXT);
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
