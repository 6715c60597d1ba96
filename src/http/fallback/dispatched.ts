import { BoundedText } from '../client/BoundedText.ts';
import type { Cancellation } from '../client/Cancellation.ts';
import type { HttpResponse } from '../client/HttpClient.ts';
import type { Dispatcher } from './undici.ts';

/**
 * Has undici make a request, and reads its answer as a whole: without the stream and the copies that its `request` makes for
 * each, which cost more than the parser.
 *
 * @param cancellation of this request alone.
 */
export function dispatched(
  dispatcher: Dispatcher,
  options: Dispatcher.DispatchOptions,
  host: string,
  cancellation: Cancellation,
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const body = new BoundedText(host);
    let head: Omit<HttpResponse, 'body'> | undefined;
    dispatcher.dispatch(options, {
      onRequestStart(controller) {
        cancellation.onCancel = (reason) => controller.abort(reason);
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
