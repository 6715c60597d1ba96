import { PortalException } from '../../wire/portalException.ts';

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextToken: string | null;
}

/** Characters that a client has to percent-encode on the way back. */
const tokenPrefix = 'page+/=&';

/** The part of a list that `max_result` and `next_token` of the query ask for. */
export function pageOf<Item>(items: readonly Item[], query: URLSearchParams): Page<Item> {
  const size = Number(query.get('max_result') ?? 100);
  if (!Number.isInteger(size) || size < 1 || size > 100) throw new PortalException('InvalidRequestException');
  const start = startOf(query.get('next_token'));
  const end = start + size;
  return {
    items: items.slice(start, end),
    nextToken: end < items.length ? `${tokenPrefix}${end}` : null,
  };
}

function startOf(nextToken: string | null): number {
  if (!nextToken) return 0;
  const start = Number(nextToken.slice(tokenPrefix.length));
  if (!nextToken.startsWith(tokenPrefix) || !Number.isInteger(start)) {
    throw new PortalException('InvalidRequestException');
  }
  return start;
}
