import * as v from 'valibot';
import type { ServiceFailure } from '../../base/errors.ts';
import { hostOf } from '../../http/client/addressParts.ts';
import type { HttpClient, HttpRequest, HttpResponse } from '../../http/client/HttpClient.ts';
import { secretsOf } from '../../http/failures/redacted.ts';
import type { Operation, Retries } from './retries.ts';
import { brokenAnswer, isOfAws, serviceError, unexpectedAnswer } from './serviceError.ts';

/** What the clients of the three services have in common: where they send, by what, and how often. */
export abstract class RestJsonClient {
  protected readonly http: HttpClient;
  protected readonly endpoint: string;
  protected readonly retries: Retries;

  /** @param endpoint the service's address, without a slash at the end. */
  constructor(http: HttpClient, endpoint: string, retries: Retries) {
    this.http = http;
    this.endpoint = endpoint;
    this.retries = retries;
  }

  /** Calls the operation, as often as `retries.ts` allows. Each attempt makes its request anew. */
  protected call<Schema extends v.GenericSchema>(
    service: ServiceFailure['service'],
    operation: Operation,
    request: () => HttpRequest,
    schema: Schema,
    signal: AbortSignal,
  ): Promise<v.InferOutput<Schema>> {
    return this.retries.run(operation, () => call(this.http, service, request(), schema), signal);
  }
}

const JSON_HEADERS = { 'content-type': 'application/json' } as const;

/** A JSON body, with the header that the services want. Members that are undefined are left out. */
export function json(body: object): Required<Pick<HttpRequest, 'headers' | 'body'>> {
  return { headers: JSON_HEADERS, body: JSON.stringify(body) };
}

/**
 * Makes one request of a restJson1 operation, and reads its answer. Members that the schema does not name are
 * dropped; a member that it requires and that is missing, or null, means that something else answered.
 *
 * @throws AwsSsoError the exception's own code, or `Network` when no answer of the service came; the signal's
 * reason when aborted.
 */
async function call<Schema extends v.GenericSchema>(
  http: HttpClient,
  service: ServiceFailure['service'],
  request: HttpRequest,
  schema: Schema,
): Promise<v.InferOutput<Schema>> {
  const response = await http(request);
  if (!isSuccess(response)) {
    throw serviceError(service, response, hostOf(request.url), secretsOf(request));
  }
  const value = parseJson(response.body);
  const answer = v.safeParse(schema, value);
  if (!answer.success) {
    const host = hostOf(request.url);
    throw value === undefined && isOfAws(response) ? brokenAnswer(host) : unexpectedAnswer(host, response);
  }
  return answer.output;
}

/** Whether it has a status of success (RFC 9110 section 15.3). */
export function isSuccess({ status }: HttpResponse): boolean {
  return status >= 200 && status < 300;
}

/** A whole number, which some send as text. */
export const WholeNumber = v.union([
  v.number(),
  v.pipe(
    v.string(),
    v.regex(/^\d{1,15}$/),
    v.transform((digits) => Number(digits)),
  ),
]);

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return text.includes('null') ? withoutNulls(value) : value;
  } catch {
    return undefined;
  }
}

/**
 * Members that are null are as good as absent, and lists that are null as good as empty: the services send both. In place,
 * which is far quicker than a reviver.
 */
function withoutNulls(value: unknown): unknown {
  if (typeof value === 'object' && value !== null) {
    const members = value as Record<string, unknown>;
    for (const name in members) {
      const member = members[name];
      if (member === null && name.endsWith('List')) {
        members[name] = [];
      } else if (member === null) {
        delete members[name];
      } else if (typeof member === 'object') {
        withoutNulls(member);
      }
    }
  }
  return value;
}
