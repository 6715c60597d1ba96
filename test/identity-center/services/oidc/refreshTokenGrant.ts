import { issueTokens } from '../../state/tokens.ts';
import { OidcException } from '../../wire/oidcException.ts';
import type { Instance } from '../../instance.ts';
import type { Client } from '../../state/store.ts';
import type { IssuedTokens } from '../../state/tokens.ts';
import type { Input } from '../../wire/input.ts';

/**
 * The refresh request, RFC 6749 section 6. Every refresh token works once; or, within the grace, until the one that it
 * was exchanged for has been used. Only one that has not been exchanged is left behind.
 */
export function redeemRefreshToken(
  { store, settings }: Instance,
  client: Client,
  input: Input,
): IssuedTokens {
  const token = input.string('refreshToken');
  const known = store.refreshTokens.get(token);
  const now = settings.clock();
  if (known?.clientId !== client.clientId || now >= known.session.endsAt || !mayComeAgain()) {
    throw new OidcException('invalid_grant', 'Invalid refresh token provided');
  }
  if (known.successor) store.refreshTokens.delete(known.successor.refreshToken);
  const tokens = issueTokens(store, settings, client, known.session, known.scopes);
  if (tokens.refreshToken !== null) {
    known.successor = { refreshToken: tokens.refreshToken, since: known.successor?.since ?? now };
  }
  return tokens;

  function mayComeAgain(): boolean {
    if (!known?.successor) return true;
    const { refreshToken, since } = known.successor;
    const isUsed = store.refreshTokens.get(refreshToken)?.successor !== undefined;
    return !isUsed && now < since + settings.refreshTokenGrace * 1000;
  }
}
