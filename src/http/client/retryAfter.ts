import type { HttpResponse } from './HttpClient.ts';

/**
 * How long an answer asks to wait, in milliseconds: `Retry-After` in seconds or as a date (RFC 9110 section 10.2.3), or
 * AWS's own header in milliseconds.
 */
export function retryAfter({ header }: Pick<HttpResponse, 'header'>): number | undefined {
  const milliseconds = header('x-amz-retry-after') ?? '';
  if (/^\d+$/.test(milliseconds)) {
    return Number(milliseconds);
  }
  const text = header('retry-after') ?? '';
  const wait = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return wait >= 0 ? wait : undefined;
}
