import { type AwsSsoError, isAwsSsoError } from '../../base/errors.ts';
import type { Log } from '../../base/Log.ts';
import { addressParts } from './addressParts.ts';
import { ClockWatch } from './ClockWatch.ts';
import type { HttpClient, HttpRequest, HttpResponse } from './HttpClient.ts';
import { redacted, secretsOf } from '../failures/redacted.ts';

/** How AWS numbers its answers. */
const REQUEST_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Writes one line for each request: method, host, path, outcome, request id, time. Headers, bodies and queries stay
 * out, because they carry secrets, and of what was answered, what repeats one. A clock that is far off is written down as well.
 */
export function observedClient(http: HttpClient, log: Log, clock = new ClockWatch(log)): HttpClient {
  return async (request) => {
    const { host, path } = addressParts(request.url);
    const sent = Date.now();
    const started = performance.now();
    const write = (outcome: string): void =>
      log.debug(
        `${request.method} ${host}${path}: ${outcome} (${Math.round(performance.now() - started)} ms)`,
      );
    try {
      const response = await http(request);
      write(outcomeOf(request, response));
      clock.look(host, sent, response);
      return response;
    } catch (error) {
      write(isAwsSsoError(error) ? withErrno(error) : 'aborted');
      throw error;
    }
  };
}

/** People read the sentence, those who help them the code. */
function withErrno({ message, network }: AwsSsoError): string {
  return network?.errno === undefined ? message : `${message} ${network.errno}`;
}

function outcomeOf(request: HttpRequest, { status, header }: HttpResponse): string {
  const errorType = header('x-amzn-errortype')?.split(':')[0];
  const requestId = header('x-amzn-requestid') ?? 'none';
  const outcome = `${status}${errorType === undefined ? '' : ` ${errorType}`}, request id ${requestId}`;
  // Nothing can hide in an answer that is like any other.
  return errorType === undefined && REQUEST_ID.test(requestId)
    ? outcome
    : redacted(outcome, secretsOf(request));
}
