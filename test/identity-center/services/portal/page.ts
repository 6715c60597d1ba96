import { newPageToken } from '../../state/identifiers.ts';
import { PortalException } from '../../wire/portalException.ts';
import type { Store } from '../../state/store.ts';

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextToken: string | null;
}

/** The part of a list that `max_result` and `next_token` of the query ask for. A token leads on in its own list only. */
export function pageOf<Item>(
  store: Store,
  list: string,
  items: readonly Item[],
  query: URLSearchParams,
): Page<Item> {
  const size = sizeOf(query.get('max_result') ?? '100');
  const start = startOf(store, list, query.get('next_token'));
  const end = start + size;
  if (end >= items.length) return { items: items.slice(start), nextToken: null };
  const nextToken = newPageToken();
  store.pageTokens.set(nextToken, { list, start: end });
  return { items: items.slice(start, end), nextToken };
}

function sizeOf(maxResult: string): number {
  const size = /^\d{1,3}$/.test(maxResult) ? Number(maxResult) : 0;
  if (size < 1 || size > 100) throw new PortalException('InvalidRequestException');
  return size;
}

function startOf({ pageTokens }: Store, list: string, nextToken: string | null): number {
  if (!nextToken) return 0;
  const known = pageTokens.get(nextToken);
  if (known?.list !== list) throw new PortalException('InvalidRequestException');
  return known.start;
}
