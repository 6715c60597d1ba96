import { poll } from '../../state/deviceAuthorization.ts';
import { issueTokens } from '../../state/tokens.ts';
import { OidcException } from '../../wire/oidcException.ts';
import type { Instance } from '../../instance.ts';
import type { Client } from '../../state/store.ts';
import type { IssuedTokens } from '../../state/tokens.ts';
import type { Input } from '../../wire/input.ts';

export const deviceCodeGrant = 'urn:ietf:params:oauth:grant-type:device_code';

/** The device access token request, RFC 8628 section 3.4 and 3.5. */
export function redeemDeviceCode({ store, settings }: Instance, client: Client, input: Input): IssuedTokens {
  const authorization = store.deviceAuthorizations.get(input.string('deviceCode'));
  if (authorization?.client.clientId !== client.clientId) throw invalidDeviceCode();

  const now = settings.clock();
  switch (poll(authorization, now)) {
    case 'too fast':
      throw new OidcException('slow_down');
    case 'pending':
      throw new OidcException('authorization_pending');
    case 'denied':
      throw new OidcException('access_denied');
    case 'used':
      throw invalidDeviceCode();
    case 'lapsed':
      throw settings.lapsedDeviceCodeError === 'expired_token'
        ? new OidcException('expired_token')
        : invalidDeviceCode();
    case 'approved':
      authorization.redeemed = true;
      return issueTokens(store, settings, client, { endsAt: now + settings.sessionLifetime * 1000 });
  }
}

function invalidDeviceCode(): OidcException {
  return new OidcException('invalid_grant', 'Invalid device code provided');
}
