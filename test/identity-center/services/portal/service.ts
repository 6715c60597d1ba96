import { validAccessToken } from '../../state/tokens.ts';
import { emptyAnswer, jsonAnswer } from '../../wire/answer.ts';
import { PortalException, portalExceptionAnswer } from '../../wire/portalException.ts';
import { accounts } from './accounts.ts';
import { pageOf } from './page.ts';
import type { Instance } from '../../instance.ts';
import type { Route } from '../../route.ts';
import type { AccessToken } from '../../state/store.ts';
import type { Answer } from '../../wire/answer.ts';
import type { ReceivedRequest } from '../../wire/receivedRequest.ts';

type Operation = (instance: Instance, token: AccessToken, request: ReceivedRequest) => Answer;

/** The sso (portal) API: the access token in a header of its own. */
export const portalRoutes: readonly Route[] = [
  route('ListAccounts', 'GET', '/assignment/accounts', listAccounts),
  route('Logout', 'POST', '/logout', logout),
];

function listAccounts(_instance: Instance, { scopes }: AccessToken, { query }: ReceivedRequest): Answer {
  if (scopes.length > 0 && !scopes.includes('sso:account:access')) {
    throw new PortalException('ForbiddenException');
  }
  const { items, nextToken } = pageOf(accounts, query);
  return jsonAnswer(200, { nextToken, accountList: items });
}

/** Ends the portal session of the token, and with it every token of that session. */
function logout({ settings }: Instance, { session }: AccessToken): Answer {
  session.endsAt = settings.clock();
  return emptyAnswer();
}

function route(operation: string, method: string, path: string, run: Operation): Route {
  return {
    method,
    path,
    operation,
    handle: (instance, request) => {
      try {
        return run(instance, bearer(instance, request), request);
      } catch (error) {
        if (error instanceof PortalException) return portalExceptionAnswer(error);
        throw error;
      }
    },
  };
}

function bearer({ store, settings }: Instance, { headers }: ReceivedRequest): AccessToken {
  const header = headers['x-amz-sso_bearer_token'];
  const token = typeof header === 'string' ? validAccessToken(store, header, settings.clock()) : undefined;
  if (!token) throw new PortalException('UnauthorizedException');
  return token;
}
