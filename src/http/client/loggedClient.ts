import type { Log } from '../../base/Log.ts';
import { isAwsSsoError } from '../../base/errors.ts';
import type { HttpClient } from './HttpClient.ts';
import { redacted, secretsOf } from './redacted.ts';

/**
 * Writes one line for each request: method, host, path, outcome, request id, time. Headers, bodies and queries stay
 * out, because they carry secrets, and of what was answered, what repeats one.
 */
export function loggedClient(http: HttpClient, log: Log): HttpClient {
  return async (request) => {
    const { host, pathname } = new URL(request.url);
    const started = performance.now();
    const line = (outcome: string): string =>
      `${request.method} ${host}${pathname}: ${outcome} (${Math.round(performance.now() - started)} ms)`;
    try {
      const response = await http(request);
      const errorType = response.header('x-amzn-errortype')?.split(':')[0] ?? '';
      const requestId = response.header('x-amzn-requestid') ?? 'none';
      const said = `${response.status} ${errorType}`.trimEnd() + `, request id ${requestId}`;
      log.debug(line(redacted(said, secretsOf(request))));
      return response;
    } catch (error) {
      log.debug(line(isAwsSsoError(error) ? error.message : 'aborted'));
      throw error;
    }
  };
}
