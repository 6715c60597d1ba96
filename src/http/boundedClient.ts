import type { HttpClient, HttpRequest, HttpResponse } from './HttpClient.ts';
import { networkError } from './networkError.ts';

const TIMEOUT_MS = 15_000;

/**
 * The HttpClient that sends by the function given: bounded in time, aborted with the caller's own reason, and with one
 * kind of error for whatever goes wrong. It does not wait for a function that takes its time to notice the signal.
 */
export function boundedClient(
  send: (request: HttpRequest, signal: AbortSignal) => Promise<HttpResponse>,
): HttpClient {
  return async (request) => {
    request.signal?.throwIfAborted();
    // By hand, because nothing of it is to live on for seconds after the answer, as `AbortSignal.timeout` does.
    const end = new AbortController();
    const timer = setTimeout(
      () => end.abort(new DOMException('No answer came.', 'TimeoutError')),
      TIMEOUT_MS,
    );
    const passOn = (): void => end.abort(request.signal?.reason);
    request.signal?.addEventListener('abort', passOn);
    try {
      const ended = new Promise<never>((_, reject) => {
        end.signal.addEventListener('abort', () => reject(end.signal.reason as Error), { once: true });
      });
      return await Promise.race([send(request, end.signal), ended]);
    } catch (error) {
      request.signal?.throwIfAborted();
      throw networkError(error, new URL(request.url).host);
    } finally {
      clearTimeout(timer);
      request.signal?.removeEventListener('abort', passOn);
    }
  };
}
