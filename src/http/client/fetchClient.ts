import { boundedClient } from './boundedClient.ts';
import type { HttpClient } from './HttpClient.ts';
import { readText } from './readText.ts';

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/**
 * The HttpClient on the editor's `fetch`, which follows its proxy and certificate settings.
 *
 * `fetch` is looked up for each call because the editor, or another extension, may replace it at any time, and is
 * given a string and a plain object because not every replacement understands a `Request`.
 */
export function fetchClient(currentFetch: () => Fetch = () => globalThis.fetch): HttpClient {
  return boundedClient(async ({ method, url, headers = {}, body }, signal) => {
    const fetch = currentFetch();
    const response = await fetch(url, {
      ...{ method, headers, signal },
      ...(body === undefined ? {} : { body }),
      // AWS never redirects these operations, so whoever does must not be handed a secret.
      redirect: 'manual',
    });
    return {
      status: response.status,
      header: (name) => response.headers.get(name) ?? undefined,
      body: response.body ? await readText(response.body, new URL(url).host) : '',
    };
  });
}
