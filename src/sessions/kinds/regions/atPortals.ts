import type { SsoPortal } from '../../../aws/services/SsoPortal.ts';
import { isAwsSsoError } from '../../../base/errors.ts';
import type { SignedInSession } from '../identityCenter.ts';
import type { RegionalTask } from './RegionFailover.ts';

/**
 * Makes a task of something that is done at the access portal of a session: in any of its regions, since nothing there is used
 * up. That a token is no good is for the region to say that issued it.
 */
export function atPortals<Result>(
  { region: first, portalIssuer }: SignedInSession,
  action: (portal: SsoPortal) => Promise<Result>,
): RegionalTask<Result> {
  return {
    run: ({ portal }) => action(portal),
    mayRepeat: () => true,
    isBelieved: (error, there, region) =>
      !isRejection(error) ||
      (portalIssuer === undefined ? region === first : there.portalIssuer === portalIssuer),
  };
}

/** Whether the portal does not take the token; not to be confused with a word about an account or a role. */
export function isRejection(error: unknown): boolean {
  return isAwsSsoError(error) && error.service?.name === 'UnauthorizedException';
}
