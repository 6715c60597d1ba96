import type { SsoPortal } from '../../aws/services/SsoPortal.ts';
import { isAwsSsoError } from '../../base/errors.ts';
import type { IdentityCenterSessions } from '../kinds/IdentityCenterSessions.ts';
import { expectIssuer } from '../kinds/issuer.ts';
import type { SessionServices } from '../kinds/SessionServices.ts';

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

interface PortalAccessOptions {
  readonly sessions: Pick<IdentityCenterSessions, 'fresh' | 'find' | 'renewal'>;
  readonly services: (region: string) => Promise<Pick<SessionServices, 'portal' | 'portalIssuer'>>;
}

export function portalAccess({ sessions, services }: PortalAccessOptions): AtPortal {
  return async (id, action) => {
    const { renewal } = sessions;
    let session = await sessions.fresh(id);
    let isRenewed = false;
    for (;;) {
      const { accessToken, region } = session;
      const { portal, portalIssuer } = await services(region);
      expectIssuer(session.portalIssuer, portalIssuer);
      try {
        return await action(portal, accessToken);
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

/** Whether the portal does not take the token; not to be confused with a word about an account or a role. */
function isRejection(error: unknown): boolean {
  return isAwsSsoError(error) && error.service?.name === 'UnauthorizedException';
}
