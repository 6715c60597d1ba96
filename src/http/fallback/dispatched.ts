import { BoundedText } from '../client/BoundedText.ts';
import type { HttpResponse } from '../client/HttpClient.ts';
import type { Dispatcher } from './undici.ts';

/**
 * Has undici make a request, and reads its answer as a whole: without the stream and the copies that its `request` makes for
 * each, which cost more than the parser.
 *
 * @param signal of this request alone: nobody stops listening to it.
 */
export function dispatched(
  dispatcher: Dispatcher,
  options: Dispatcher.DispatchOptions,
  host: string,
  signal: AbortSignal,
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const body = new BoundedText(host);
    let head: Omit<HttpResponse, 'body'> | undefined;
    dispatcher.dispatch(options, {
      onRequestStart(controller) {
        const abort = (): void => controller.abort(signal.reason as Error);
        if (signal.aborted) {
          abort();
        } else {
          signal.addEventListener('abort', abort, { once: true });
        }
      },
      onResponseStart(_, status, headers) {
        head = { status, header: (name) => headers[name.toLowerCase()]?.toString() };
      },
      // What it throws aborts the request.
      onResponseData: (_, chunk) => body.add(chunk),
      onResponseEnd: () => head && resolve({ ...head, body: body.toString() }),
      onResponseError: (_, error) => reject(error),
    });
  });
}
