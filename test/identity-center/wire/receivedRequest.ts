import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** The path, and the query behind the first question mark. */
export function targetOf(url = ''): { path: string; query: URLSearchParams } {
  const [path = '', query = ''] = url.split(/\?(.*)/s);
  return { path, query: new URLSearchParams(query) };
}

const bodyLimit = 64 * 1024;

/** The whole request, or `too large`. */
export async function received(incoming: IncomingMessage): Promise<ReceivedRequest | 'too large'> {
  const { method = '', url, headers } = incoming;
  const body = await bodyOf(incoming);
  if (body === undefined) return 'too large';
  return { method, ...targetOf(url), headers, body };
}

/** Reads on past the limit without keeping anything, so that the client gets to see the refusal. */
async function bodyOf(incoming: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= bodyLimit) chunks.push(chunk);
  }
  return size <= bodyLimit ? Buffer.concat(chunks).toString('utf8') : undefined;
}
