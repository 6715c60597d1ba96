import { OidcException } from '../../wire/oidcException.ts';

/** CreateTokenWithIAM of the sso-oidc API is for applications with AWS credentials. There are none of those here. */
export function createTokenWithIam(): never {
  throw new OidcException('access_denied', 'CreateTokenWithIAM is not served here');
}
