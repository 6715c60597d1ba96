import { issueTokens } from '../../state/tokens.ts';
import { OidcException } from '../../wire/oidcException.ts';
import type { Instance } from '../../instance.ts';
import type { Client } from '../../state/store.ts';
import type { IssuedTokens } from '../../state/tokens.ts';
import type { Input } from '../../wire/input.ts';

/** The refresh request, RFC 6749 section 6. Every refresh token works once. */
export function redeemRefreshToken(
  { store, settings }: Instance,
  client: Client,
  input: Input,
): IssuedTokens {
  const token = input.string('refreshToken');
  const known = store.refreshTokens.get(token);
  if (known?.clientId !== client.clientId || settings.clock() >= known.session.endsAt) {
    throw new OidcException('invalid_grant', 'Invalid refresh token provided');
  }
  store.refreshTokens.delete(token);
  return issueTokens(store, settings, client, known.session, known.scopes);
}
