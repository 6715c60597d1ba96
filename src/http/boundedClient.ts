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
    // By hand, because nothing of it is to live on for seconds after the answer, as `AbortSignal.timeout` does.
    const end = new AbortController();
    const timer = setTimeout(
      () => end.abort(new DOMException('No answer came.', 'TimeoutError')),
      TIMEOUT_MS,
    );
    const passOn = (): void => end.abort(request.signal?.reason);
    request.signal?.addEventListener('abort', passOn);
    try {
      request.signal?.throwIfAborted();
      return await send(request, end.signal);
    } catch (error) {
      request.signal?.throwIfAborted();
      throw networkError(error, new URL(request.url).host);
    } finally {
      clearTimeout(timer);
      request.signal?.removeEventListener('abort', passOn);
    }
  };
}
