import { validAccessToken } from '../../state/tokens.ts';
import { jsonAnswer } from '../../wire/answer.ts';
import type { Route } from '../../route.ts';

/**
 * ListFoundationModels of the bedrock API, for any valid access token: the client of that service is one of the few
 * published ones that send a bearer token (RFC 6750 section 2.1). The real service takes its own API keys alone.
 */
export const bedrockRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/foundation-models',
    operation: 'ListFoundationModels',
    handle: ({ store, settings }, { headers }) => {
      const [, token = ''] = /^Bearer (.+)$/.exec(headers.authorization ?? '') ?? [];
      if (validAccessToken(store, token, settings.clock())) {
        return jsonAnswer(200, { modelSummaries: [] });
      }
      const error = 'AccessDeniedException';
      return {
        ...jsonAnswer(403, { message: 'Authentication failed' }, { 'x-amzn-ErrorType': error }),
        error,
      };
    },
  },
];
