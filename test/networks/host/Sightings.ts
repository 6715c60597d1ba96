import type { IncomingHttpHeaders } from 'node:http';

/** Which of the extension's ways a request came by. */
export type Way = 'editor' | 'second';

/** What the servers of a situation have seen, in the order of arrival. */
export class Sightings {
  readonly #ways: Way[] = [];

  /** The editor's `fetch` sends what the Fetch Standard wants of every `fetch`, which no bare HTTP client does. */
  add(headers: IncomingHttpHeaders): void {
    this.#ways.push('sec-fetch-mode' in headers ? 'editor' : 'second');
  }

  /** The same for what arrived on a connection, if a request begins with it. */
  look(chunk: Buffer): void {
    const [head = ''] = chunk.toString('latin1').split('\r\n\r\n');
    if (!/^(GET|POST) \S+ HTTP\/1\.1\r\n/.test(head)) return;
    const headers: IncomingHttpHeaders = {};
    for (const field of head.split('\r\n').slice(1))
      headers[field.split(':')[0]?.toLowerCase() ?? ''] = field;
    this.add(headers);
  }

  get count(): number {
    return this.#ways.length;
  }

  /** By which ways requests have come since there were that many. */
  since(count: number): readonly Way[] {
    return [...new Set(this.#ways.slice(count))];
  }
}
