import { hostOf } from './addressParts.ts';
import { Cancellation } from './Cancellation.ts';
import type { HttpClient, HttpRequest, HttpResponse } from './HttpClient.ts';
import { networkError } from '../failures/networkError.ts';

/** How long a request may take, in milliseconds, with all that lies between. */
const TIMEOUT_MS = 15_000;

/**
 * The HttpClient that sends by the function given: bounded in time, aborted with the caller's own reason, and with one
 * kind of error for whatever goes wrong. It does not wait for a function that takes its time to notice.
 */
export function boundedClient(
  send: (request: HttpRequest, cancellation: Cancellation) => Promise<HttpResponse>,
  timeoutMs = TIMEOUT_MS,
): HttpClient {
  return (request) =>
    new Promise((resolve, reject) => {
      const { signal, url } = request;
      signal?.throwIfAborted();
      const cancellation = new Cancellation();
      const fail = (error: unknown): void => {
        end();
        reject(signal?.aborted ? (signal.reason as Error) : networkError(error, hostOf(url)));
      };
      const cancel = (reason: Error): void => {
        cancellation.cancel(reason);
        fail(reason);
      };
      const abort = (): void => cancel(signal?.reason as Error);
      // By hand, because nothing of it is to live on for seconds after the answer, as `AbortSignal.timeout` does.
      const timer = setTimeout(() => cancel(new DOMException('No answer came.', 'TimeoutError')), timeoutMs);
      const end = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
      };
      signal?.addEventListener('abort', abort);
      send(request, cancellation).then((response) => {
        end();
        resolve(response);
      }, fail);
    });
}
