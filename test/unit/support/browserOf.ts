import http from 'node:http';

export interface Shown {
  readonly status: number;
  readonly text: string;
}

/** Where the page at an authorization address sends the browser, with these members in the query. */
export function callbackOf(address: string, members: Readonly<Record<string, string>>): string {
  const { searchParams: query } = new URL(address);
  const state = query.get('state') ?? '';
  return `${query.get('redirect_uri')}?${new URLSearchParams({ state, ...members }).toString()}`;
}

/** Goes there as a browser does. Rejects when nobody listens. */
export function visit(address: string): Promise<Shown> {
  // Not by fetch, which some tests replace.
  return new Promise((resolve, reject) => {
    const request = http.get(address, { agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    request.on('error', reject);
  });
}
