import { mayUse } from '../../state/tokens.ts';
import { AuthorizationError, UntrustedRequest } from '../authorization/authorizationError.ts';
import { parameter, proofParameters } from '../authorization/parameters.ts';
import { sameButForPort } from '../authorization/redirectUri.ts';
import type { Instance } from '../../instance.ts';
import type { AuthorizationRequest, Client } from '../../state/store.ts';

/** The authorization request of sso-oidc, RFC 6749 section 4.1.1 with the proof key of RFC 7636. */
export function oidcAuthorizationRequest(instance: Instance, query: URLSearchParams): AuthorizationRequest {
  const client = knownClient(instance, parameter(query, 'client_id'));
  const redirectUri = parameter(query, 'redirect_uri');
  if (redirectUri === undefined || !client.redirectUris.some((uri) => sameButForPort(uri, redirectUri))) {
    throw new UntrustedRequest('The application did not register the address that it wants to send you to.');
  }
  const { state, codeChallenge } = proofParameters(query, 'S256', redirectUri);
  const asked = scopesOf(query);
  if (!asked.every((scope) => client.scopes.includes(scope))) {
    const description = 'A scope was not registered';
    throw new AuthorizationError('invalid_scope', description, redirectUri, state);
  }
  return {
    service: 'oidc',
    clientId: client.clientId,
    applicationName: client.clientName,
    redirectUri,
    returnTo: redirectUri,
    state,
    codeChallenge,
    scopes: asked.length > 0 ? asked : client.scopes,
  };
}

function knownClient({ store, settings }: Instance, clientId = ''): Client {
  const client = store.clients.get(clientId);
  if (!client || settings.clock() >= client.expiresAt) {
    throw new UntrustedRequest('The application is not registered here, or its registration has expired.');
  }
  if (!mayUse(client, 'authorization_code')) {
    throw new UntrustedRequest('The application did not register for this way of signing in.');
  }
  return client;
}

/** AWS' own clients say `scopes`, others `scope`; some put spaces between them, some commas. */
function scopesOf(query: URLSearchParams): string[] {
  const text = parameter(query, 'scopes') ?? parameter(query, 'scope') ?? '';
  return [...new Set(text.split(/[\s,]+/).filter((scope) => scope !== ''))];
}
