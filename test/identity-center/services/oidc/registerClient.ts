import { newClientId, newClientSecret } from '../../state/identifiers.ts';
import { issue } from '../../state/store.ts';
import { OidcException } from '../../wire/oidcException.ts';
import { isLoopbackRedirect } from '../authorization/redirectUri.ts';
import { deviceCodeGrant } from './deviceCodeGrant.ts';
import { isStartUrl } from './startUrl.ts';
import type { Instance } from '../../instance.ts';
import type { Input } from '../../wire/input.ts';

const registrationLifetime = 90 * 24 * 3600;
const registrableGrants = new Set([deviceCodeGrant, 'authorization_code', 'refresh_token']);

/** RegisterClient of the sso-oidc API. An `entitledApplicationArn` is for applications that AWS runs, and ignored. */
export function registerClient({ store, settings }: Instance, input: Input): object {
  const clientName = input.string('clientName');
  if (input.string('clientType') !== 'public') throw new OidcException('invalid_client_metadata');
  const scopes = input.optionalStrings('scopes') ?? [];
  if (!scopes.every((scope) => /^[\w-]+(:[\w-]+)*$/.test(scope))) throw new OidcException('invalid_scope');
  const grantTypes = input.optionalStrings('grantTypes');
  if (grantTypes) checkGrantTypes(grantTypes);
  const redirectUris = input.optionalStrings('redirectUris') ?? [];
  if (!redirectUris.every(isLoopbackRedirect)) throw new OidcException('invalid_redirect_uri');
  if (grantTypes?.includes('authorization_code') && redirectUris.length === 0) {
    throw new OidcException('invalid_redirect_uri', 'The authorization code grant needs a redirect uri');
  }
  const issuerUrl = input.optionalString('issuerUrl');
  if (issuerUrl !== undefined && !isStartUrl(settings, issuerUrl)) {
    throw new OidcException('invalid_request', 'Invalid issuer url provided');
  }

  const issuedAt = Math.floor(settings.clock() / 1000);
  const expiresAt = issuedAt + registrationLifetime;
  const clientId = newClientId(settings.region);
  const clientSecret = issue(store, newClientSecret(issuedAt));
  store.clients.set(clientId, {
    clientId,
    clientSecret,
    clientName,
    scopes,
    grantTypes,
    redirectUris,
    expiresAt: expiresAt * 1000,
  });
  return {
    clientId,
    clientIdIssuedAt: issuedAt,
    clientSecret,
    clientSecretExpiresAt: expiresAt,
    authorizationEndpoint: null,
    tokenEndpoint: null,
  };
}

function checkGrantTypes(grantTypes: readonly string[]): void {
  if (!grantTypes.every((grantType) => registrableGrants.has(grantType))) {
    throw new OidcException('unsupported_grant_type');
  }
  // The service takes one way of signing in per registration, and blames the scopes for a second one.
  if (grantTypes.includes(deviceCodeGrant) && grantTypes.includes('authorization_code')) {
    throw new OidcException('invalid_scope');
  }
}
