import type { Client, CreateTokenAnswer, SsoOidc } from '../aws/services/SsoOidc.ts';
import { type LoopbackOptions, authorizeByLoopback } from './loopbackRedirection.ts';

/** What an authorization by code needs besides the service. */
export interface AuthorizationCodeOptions extends Omit<LoopbackOptions, 'service' | 'address'> {
  readonly scopes: readonly string[];
}

/**
 * Signs in by the authorization code grant with PKCE, by way of a browser that comes back.
 *
 * @returns undefined when no port could be had or no browser opened, so that nobody can come back.
 * @throws AwsSsoError as `authorizeByLoopback`; the service's own errors; the reason of either signal when aborted.
 */
export async function authorizeInBrowser(
  oidc: SsoOidc,
  client: Client,
  { scopes, ...way }: AuthorizationCodeOptions,
): Promise<CreateTokenAnswer | undefined> {
  const { clientId } = client;
  return authorizeByLoopback(
    {
      ...way,
      service: 'sso-oidc',
      address: (request) => oidc.authorizationAddress({ ...request, clientId, scopes }),
    },
    (code) => oidc.createToken(client, { grantType: 'authorization_code', ...code }, way.signal),
  );
}
