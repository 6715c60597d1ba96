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
    let timer: NodeJS.Timeout | undefined;
    let passOn = (): void => undefined;
    try {
      return await new Promise((resolve, reject) => {
        // Only `send` listens to it, so that whoever keeps it after the answer keeps nothing of this request.
        const end = new AbortController();
        const stop = (reason: Error): void => {
          end.abort(reason);
          reject(reason);
        };
        timer = setTimeout(() => stop(new DOMException('No answer came.', 'TimeoutError')), TIMEOUT_MS);
        passOn = () => stop(request.signal?.reason as Error);
        request.signal?.addEventListener('abort', passOn);
        send(request, end.signal).then(resolve, reject);
      });
    } catch (error) {
      request.signal?.throwIfAborted();
      throw networkError(error, new URL(request.url).host);
    } finally {
      clearTimeout(timer);
      request.signal?.removeEventListener('abort', passOn);
    }
  };
}
