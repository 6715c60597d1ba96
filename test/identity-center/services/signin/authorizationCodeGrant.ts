import { issue } from '../../state/store.ts';
import { SigninException } from '../../wire/signinException.ts';
import { presentCode } from '../authorization/authorizationCode.ts';
import { isCodeVerifier } from '../authorization/proofKey.ts';
import { newIdToken } from './idToken.ts';
import { issueSigninTokens } from './issueTokens.ts';
import type { Instance } from '../../instance.ts';
import type { CodeProblem } from '../authorization/authorizationCode.ts';
import type { Grant } from './createOAuth2Token.ts';

const refusals: Readonly<Record<CodeProblem, () => SigninException>> = {
  unknown: () => new SigninException('AUTHCODE_EXPIRED'),
  used: () => new SigninException('AUTHCODE_EXPIRED'),
  lapsed: () => new SigninException('AUTHCODE_EXPIRED'),
  'other key': () => invalid('The code came with another DPoP key before'),
  'other redirect URI': () => invalid('redirectUri is not the one of the authorization request'),
  'wrong verifier': () => invalid('codeVerifier does not match the challenge'),
};

/** The authorization code grant of CreateOAuth2Token. The code is bound to the key that it is first presented with. */
export const redeemSigninCode: Grant = (instance: Instance, clientId, keyThumbprint, input) => {
  const code = input.string('code', 512);
  const redirectUri = input.string('redirectUri', 2048);
  const codeVerifier = input.string('codeVerifier', 128);
  if (!isCodeVerifier(codeVerifier)) throw invalid('codeVerifier is malformed');

  const { store, settings } = instance;
  const now = settings.clock();
  const presented = { code, clientId, redirectUri, codeVerifier, keyThumbprint };
  const granted = presentCode(store, presented, now);
  if (typeof granted === 'string') throw refusals[granted]();
  const { consoleSession = '' } = granted;
  granted.session = { endsAt: now + settings.sessionLifetime * 1000 };
  const owner = { session: granted.session, clientId, consoleSession, keyThumbprint };
  const idToken = issue(store, newIdToken(instance, owner));
  return { ...issueSigninTokens(instance, owner), idToken };
};

function invalid(message: string): SigninException {
  return new SigninException('INVALID_REQUEST', message);
}
