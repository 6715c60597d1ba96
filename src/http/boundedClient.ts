import type { HttpClient, HttpRequest, HttpResponse } from './HttpClient.ts';
import { networkError } from './networkError.ts';

const TIMEOUT_MS = 15_000;

/**
 * The HttpClient that sends by the function given: bounded in time, aborted with the caller's own reason, and with one
 * kind of error for whatever goes wrong.
 */
export function boundedClient(
  send: (request: HttpRequest, signal: AbortSignal) => Promise<HttpResponse>,
): HttpClient {
  return async (request) => {
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    const signal = request.signal ? AbortSignal.any([request.signal, timeout]) : timeout;
    try {
      request.signal?.throwIfAborted();
      return await send(request, signal);
    } catch (error) {
      request.signal?.throwIfAborted();
      throw networkError(error, new URL(request.url).host);
    }
  };
}
