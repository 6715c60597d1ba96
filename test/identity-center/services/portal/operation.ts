import { validAccessToken } from '../../state/tokens.ts';
import { PortalException } from '../../wire/portalException.ts';
import type { Instance } from '../../instance.ts';
import type { AccessToken } from '../../state/store.ts';
import type { Answer } from '../../wire/answer.ts';
import type { ReceivedRequest } from '../../wire/receivedRequest.ts';

export type PortalOperation = (instance: Instance, token: AccessToken, request: ReceivedRequest) => Answer;

/** The access token, in a header of its own and as it is. */
export function bearer({ store, settings }: Instance, { headers }: ReceivedRequest): AccessToken {
  const header = headers['x-amz-sso_bearer_token'];
  const token = typeof header === 'string' ? validAccessToken(store, header, settings.clock()) : undefined;
  if (!token) throw new PortalException('UnauthorizedException');
  return token;
}

/** A token for something else opens nothing here. One without scopes is a legacy client's, and opens everything. */
export function requireAccountAccess({ scopes }: AccessToken): void {
  if (scopes.length > 0 && !scopes.includes('sso:account:access')) {
    throw new PortalException('ForbiddenException');
  }
}
