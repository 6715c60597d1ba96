import { mayUse } from '../../state/tokens.ts';
import { OidcException } from '../../wire/oidcException.ts';
import { authenticatedClient } from './authenticatedClient.ts';
import { redeemAuthorizationCode } from './authorizationCodeGrant.ts';
import { deviceCodeGrant, redeemDeviceCode } from './deviceCodeGrant.ts';
import { redeemRefreshToken } from './refreshTokenGrant.ts';
import type { Instance } from '../../instance.ts';
import type { Client } from '../../state/store.ts';
import type { IssuedTokens } from '../../state/tokens.ts';
import type { Input } from '../../wire/input.ts';

type Grant = (instance: Instance, client: Client, input: Input) => IssuedTokens;

const grants = new Map<string, Grant>([
  [deviceCodeGrant, redeemDeviceCode],
  ['authorization_code', redeemAuthorizationCode],
  ['refresh_token', redeemRefreshToken],
]);

/** CreateToken of the sso-oidc API. */
export function createToken(instance: Instance, input: Input): object {
  const grantType = input.string('grantType');
  const client = authenticatedClient(instance, input);
  const redeem = grants.get(grantType);
  if (!redeem) throw new OidcException('unsupported_grant_type');
  if (!mayUse(client, grantType)) throw new OidcException('unauthorized_client');

  const { accessToken, refreshToken, expiresIn } = redeem(instance, client, input);
  return {
    accessToken,
    expiresIn,
    refreshToken,
    tokenType: 'Bearer',
    aws_sso_app_session_id: null,
    idToken: null,
    issuedTokenType: null,
    originSessionId: null,
  };
}
