import * as l10n from '@vscode/l10n';
import { AwsSsoError } from '../base/errors.ts';
import type { HttpClient, HttpRequest, HttpResponse } from './HttpClient.ts';
import { networkError } from './networkError.ts';

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** No answer of these services comes near it; a proxy's error page or an endless stream might. */
const MAX_BODY_BYTES = 1024 * 1024;
const TIMEOUT_MS = 15_000;

/**
 * The HttpClient on the editor's `fetch`, which follows its proxy and certificate settings.
 *
 * `fetch` is looked up for each call because the editor, or another extension, may replace it at any time, and is
 * given a string and a plain object because not every replacement understands a `Request`.
 */
export function fetchClient(currentFetch: () => Fetch = () => globalThis.fetch): HttpClient {
  return async (request) => {
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    const signal = request.signal ? AbortSignal.any([request.signal, timeout]) : timeout;
    try {
      request.signal?.throwIfAborted();
      return await send(currentFetch(), request, signal);
    } catch (error) {
      request.signal?.throwIfAborted();
      throw networkError(error, new URL(request.url).host);
    }
  };
}

async function send(fetch: Fetch, request: HttpRequest, signal: AbortSignal): Promise<HttpResponse> {
  const response = await fetch(request.url, {
    method: request.method,
    headers: request.headers ?? {},
    ...(request.body === undefined ? {} : { body: request.body }),
    // AWS never redirects these operations, so whoever does must not be handed a secret.
    redirect: 'manual',
    signal,
  });
  return {
    status: response.status,
    header: (name) => response.headers.get(name) ?? undefined,
    body: await readText(response, new URL(request.url).host),
  };
}

async function readText(response: Response, host: string): Promise<string> {
  if (!response.body) {
    return '';
  }
  const reader = response.body.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.byteLength;
    if (size > MAX_BODY_BYTES) {
      await reader.cancel();
      throw new AwsSsoError(
        'Network',
        l10n.t('The answer of {0} is too large to come from AWS. A proxy may be in the way.', host),
        { network: { kind: 'foreign', maybeSent: true } },
      );
    }
    chunks.push(next.value);
  }
  return Buffer.concat(chunks).toString('utf8');
}
