import type { CachedToken } from '../../../src/aws/cache/SsoCache.ts';
import { CORP } from './openSessions.ts';

const HOUR_MS = 3_600_000;

/** What the AWS CLI leaves after it has signed in to `corp`, or renewed, by itself. */
export function byAwsCli(accessToken: string, lifeMs = HOUR_MS): CachedToken {
  return {
    ...{ startUrl: CORP.startUrl, region: CORP.region, accessToken },
    expiresAt: Date.now() + lifeMs,
    refreshToken: `refresh of ${accessToken}`,
    ...{ clientId: 'cli', clientSecret: 'secret of cli' },
    registrationExpiresAt: Date.now() + 24 * HOUR_MS,
  };
}
