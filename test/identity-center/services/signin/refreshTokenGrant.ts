import { SigninException } from '../../wire/signinException.ts';
import { issueSigninTokens } from './issueTokens.ts';
import type { Grant } from './createOAuth2Token.ts';

/** The refresh token grant of CreateOAuth2Token, with the key that the token is bound to. */
export const redeemSigninRefreshToken: Grant = (instance, clientId, keyThumbprint, input) => {
  const { store, settings } = instance;
  const known = store.signinRefreshTokens.get(input.string('refreshToken', 2048));
  const now = settings.clock();
  if (known?.clientId !== clientId || now >= known.session.endsAt) throw new SigninException('TOKEN_EXPIRED');
  if (known.keyThumbprint !== keyThumbprint) {
    throw new SigninException('INVALID_REQUEST', 'The refresh token is bound to another DPoP key');
  }
  const again = settings.repeatedSigninRefresh === 'accepted' && now < (known.successor?.expiresAt ?? 0);
  if (known.successor && !again) throw new SigninException('TOKEN_EXPIRED');
  known.successor ??= issueSigninTokens(instance, known);
  return known.successor;
};
