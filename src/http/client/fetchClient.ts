import { hostOf } from './addressParts.ts';
import { boundedClient } from './boundedClient.ts';
import type { HttpClient } from './HttpClient.ts';
import { readText } from './readText.ts';

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/**
 * The HttpClient on the editor's `fetch`, which follows its proxy and certificate settings.
 *
 * `fetch` is looked up for each call because the editor, or another extension, may replace it at any time, and is
 * given a string and a plain object because not every replacement understands a `Request`.
 *
 * @param timeoutMs how long a request may take, in milliseconds; 15 s if not stated.
 */
export function fetchClient(
  currentFetch: () => Fetch = () => globalThis.fetch,
  timeoutMs?: number,
): HttpClient {
  return boundedClient(async ({ method, url, headers, body }, cancellation) => {
    const fetch = currentFetch();
    // AWS never redirects these operations, so whoever does must not be handed a secret.
    const init: RequestInit = { method, signal: cancellation.signal, redirect: 'manual' };
    if (headers) {
      init.headers = headers;
    }
    if (body !== undefined) {
      init.body = body;
    }
    const response = await fetch(url, init);
    return {
      status: response.status,
      header: (name) => response.headers.get(name) ?? undefined,
      body: response.body ? await readText(response.body, hostOf(url)) : '',
    };
  }, timeoutMs);
}
