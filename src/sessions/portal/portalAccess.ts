import type { SsoPortal } from '../../aws/services/SsoPortal.ts';
import type { IdentityCenterSessions } from '../kinds/IdentityCenterSessions.ts';
import { atPortals, isRejection } from '../kinds/regions/atPortals.ts';

/**
 * Does something at the access portal of a session, by its id. Whether the token is good is for the portal to say, not for
 * the clock: one that it refuses is renewed, once.
 *
 * @throws AwsSsoError as `SessionSet.fresh`, and whatever the action throws.
 */
export type AtPortal = <Result>(
  session: string,
  action: (portal: SsoPortal, accessToken: string) => Promise<Result>,
) => Promise<Result>;

export function portalAccess(
  sessions: Pick<IdentityCenterSessions, 'fresh' | 'find' | 'regions' | 'renewal'>,
): AtPortal {
  return async (id, action) => {
    const { regions, renewal } = sessions;
    let session = await sessions.fresh(id);
    let isRenewed = false;
    for (;;) {
      const { accessToken } = session;
      await regions.expectIssuer(session, 'portalIssuer');
      try {
        return await regions.run(
          session,
          atPortals(session, (portal) => action(portal, accessToken)),
        );
      } catch (error) {
        if (!isRejection(error)) {
          throw error;
        }
      }
      const now = sessions.find(id);
      if (now && now.accessToken !== accessToken) {
        // Somebody has signed in again meanwhile, or renewed it.
        session = now;
      } else if (isRenewed && renewal.hasObtained(session)) {
        throw await renewal.endRefused(session, 'refused');
      } else {
        // Again, where the renewal has only found one, in another window or with the AWS CLI: it may be old as well.
        session = await renewal.replaceRejected(id, accessToken);
        isRenewed = true;
      }
    }
  };
}
