import { emptyAnswer } from './answer.ts';
import type { Route } from '../route.ts';
import type { Answer } from './answer.ts';

/** Lets pages of other origins, and their workers, call these operations (Fetch Standard, "CORS protocol"). */
export function forBrowsers(routes: readonly Route[]): readonly Route[] {
  return routes.flatMap(({ handle, ...route }) => [
    { ...route, handle: (...request: Parameters<typeof handle>) => allowed(handle(...request)) },
    {
      method: 'OPTIONS',
      path: route.path,
      handle: (_, { headers }) =>
        allowed(emptyAnswer(), {
          'Access-Control-Allow-Methods': route.method,
          'Access-Control-Allow-Headers': headers['access-control-request-headers'] ?? '',
        }),
    },
  ]);
}

function allowed(answer: Answer, headers: Readonly<Record<string, string>> = {}): Answer {
  return { ...answer, headers: { ...answer.headers, 'Access-Control-Allow-Origin': '*', ...headers } };
}
