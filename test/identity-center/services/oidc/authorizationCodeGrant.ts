import { issueTokens } from '../../state/tokens.ts';
import { OidcException } from '../../wire/oidcException.ts';
import { presentCode } from '../authorization/authorizationCode.ts';
import { isCodeVerifier } from '../authorization/proofKey.ts';
import type { Instance } from '../../instance.ts';
import type { Client } from '../../state/store.ts';
import type { IssuedTokens } from '../../state/tokens.ts';
import type { Input } from '../../wire/input.ts';
import type { CodeProblem } from '../authorization/authorizationCode.ts';

const descriptions: Readonly<Record<CodeProblem, string>> = {
  unknown: 'Invalid authorization code provided',
  used: 'Invalid authorization code provided',
  lapsed: 'Invalid authorization code provided',
  'other key': 'Invalid authorization code provided',
  'other redirect URI': 'Invalid redirect uri provided',
  'wrong verifier': 'Invalid code verifier provided',
};

/** The access token request of RFC 6749 section 4.1.3, with the code verifier of RFC 7636 section 4.5. */
export function redeemAuthorizationCode(
  { store, settings }: Instance,
  client: Client,
  input: Input,
): IssuedTokens {
  const code = input.string('code');
  const redirectUri = input.string('redirectUri');
  const codeVerifier = input.string('codeVerifier');
  if (!isCodeVerifier(codeVerifier)) throw new OidcException('invalid_request', 'Invalid code verifier');

  const now = settings.clock();
  const { clientId } = client;
  const granted = presentCode(store, { code, clientId, redirectUri, codeVerifier }, now);
  if (typeof granted === 'string') throw new OidcException('invalid_grant', descriptions[granted]);
  granted.session = { endsAt: now + settings.sessionLifetime * 1000 };
  return issueTokens(store, settings, client, granted.session, granted.request.scopes);
}
