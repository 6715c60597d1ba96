import { AuthorizationError, UntrustedRequest } from '../authorization/authorizationError.ts';
import { parameter, proofParameters } from '../authorization/parameters.ts';
import { isLoopbackRedirect } from '../authorization/redirectUri.ts';
import { isConfirmationAddress, relativeConfirmationPath } from './addresses.ts';
import { crossDevice, signinClients } from './clients.ts';
import type { Instance } from '../../instance.ts';
import type { AuthorizationRequest } from '../../state/store.ts';
import type { ReceivedRequest } from '../../wire/receivedRequest.ts';

/** The authorization request of AWS Sign-In. Its name for the challenge method is not the one of RFC 7636. */
export function signinAuthorizationRequest(
  instance: Instance,
  request: Pick<ReceivedRequest, 'query' | 'headers'>,
): AuthorizationRequest {
  const { query } = request;
  const clientId = parameter(query, 'client_id') ?? '';
  const applicationName = signinClients.get(clientId);
  if (applicationName === undefined) throw new UntrustedRequest('There is no such developer tool.');

  const redirectUri = parameter(query, 'redirect_uri') ?? '';
  const returnTo = clientId === crossDevice ? relativeConfirmationPath : redirectUri;
  const trusted =
    clientId === crossDevice
      ? isConfirmationAddress(instance, request, redirectUri)
      : isLoopbackRedirect(redirectUri) && new URL(redirectUri).pathname === '/oauth/callback';
  if (!trusted) throw new UntrustedRequest('The tool may not send you to the address that it asks for.');

  const { state, codeChallenge } = proofParameters(query, 'SHA-256', returnTo);
  if (parameter(query, 'scope') !== 'openid') {
    throw new AuthorizationError('invalid_scope', 'The scope has to be openid', returnTo, state);
  }
  return {
    service: 'signin',
    clientId,
    applicationName,
    redirectUri,
    returnTo,
    state,
    codeChallenge,
    scopes: ['openid'],
  };
}
