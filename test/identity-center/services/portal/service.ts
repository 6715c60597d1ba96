import { PortalException, portalExceptionAnswer } from '../../wire/portalException.ts';
import { getRoleCredentials } from './getRoleCredentials.ts';
import { listAccountRoles } from './listAccountRoles.ts';
import { listAccounts } from './listAccounts.ts';
import { logout } from './logout.ts';
import { bearer } from './operation.ts';
import { throttle } from './throttle.ts';
import type { Route } from '../../route.ts';
import type { PortalOperation } from './operation.ts';

/** The sso (portal) API. */
export const portalRoutes: readonly Route[] = [
  route('GetRoleCredentials', 'GET', '/federation/credentials', getRoleCredentials),
  route('ListAccounts', 'GET', '/assignment/accounts', listAccounts),
  route('ListAccountRoles', 'GET', '/assignment/roles', listAccountRoles),
  route('Logout', 'POST', '/logout', logout),
];

function route(operation: string, method: string, path: string, run: PortalOperation): Route {
  return {
    method,
    path,
    operation,
    handle: (instance, request) => {
      try {
        throttle(instance);
        return run(instance, bearer(instance, request), request);
      } catch (error) {
        if (error instanceof PortalException) return portalExceptionAnswer(error);
        throw error;
      }
    },
  };
}
