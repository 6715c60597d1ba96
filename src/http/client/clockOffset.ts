import type { HttpResponse } from './HttpClient.ts';

/** AWS refuses signed requests beyond it, in milliseconds, so people have other trouble by then, too. */
export const LARGE_CLOCK_OFFSET_MS = 5 * 60_000;

/**
 * How far the clock of this machine is ahead of the one that wrote the `Date` of the answer (RFC 9110 section 6.6.1), in
 * milliseconds; NaN where the answer has none.
 *
 * @param sent when the request was sent, by the local clock; the answer has come just now.
 */
export function clockOffset(sent: number, response: HttpResponse): number {
  // In the middle of the round trip, as far as anybody can tell.
  return (sent + Date.now()) / 2 - Date.parse(response.header('date') ?? '');
}
