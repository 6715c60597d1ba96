import { forBrowsers } from '../../wire/forBrowsers.ts';
import { listFoundationModels } from './listFoundationModels.ts';
import type { Route } from '../../route.ts';

/** Of the bedrock API the one operation that shows whether an AWS SDK was given something to authenticate with. */
export const bedrockRoutes: readonly Route[] = forBrowsers([
  {
    method: 'GET',
    path: '/foundation-models',
    operation: 'ListFoundationModels',
    handle: listFoundationModels,
  },
]);
