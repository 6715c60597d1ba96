import { jsonAnswer } from '../../wire/answer.ts';
import { SigninException } from '../../wire/signinException.ts';
import { redeemSigninCode } from './authorizationCodeGrant.ts';
import { signinClients } from './clients.ts';
import { provenThumbprint } from './dpopProof.ts';
import { redeemSigninRefreshToken } from './refreshTokenGrant.ts';
import { isForm, snakeCase, TokenInput } from './tokenInput.ts';
import type { Instance } from '../../instance.ts';
import type { SigninTokens } from '../../state/store.ts';
import type { Answer } from '../../wire/answer.ts';
import type { ReceivedRequest } from '../../wire/receivedRequest.ts';

export type Grant = (
  instance: Instance,
  clientId: string,
  keyThumbprint: string,
  input: TokenInput,
) => SigninTokens & { readonly idToken?: string };

const grants = new Map<string, Grant>([
  ['authorization_code', redeemSigninCode],
  ['refresh_token', redeemSigninRefreshToken],
]);

/** CreateOAuth2Token of the AWS Sign-In API. Who asks with a form is answered in the names of RFC 6749. */
export function createOAuth2Token(instance: Instance, request: ReceivedRequest): Answer {
  const input = TokenInput.of(request);
  const clientId = input.string('clientId', 2048);
  if (!signinClients.has(clientId)) throw new SigninException('INVALID_REQUEST', 'Unknown clientId');
  const redeem = grants.get(input.string('grantType', 2048));
  if (!redeem) throw new SigninException('INVALID_REQUEST', 'Unknown grantType');

  const keyThumbprint = provenThumbprint(instance, request);
  const { accessToken, refreshToken, expiresAt, idToken } = redeem(instance, clientId, keyThumbprint, input);
  const members = {
    accessToken,
    tokenType: 'aws_sigv4',
    expiresIn: Math.ceil((expiresAt - instance.settings.clock()) / 1000),
    refreshToken,
    ...(idToken !== undefined && { idToken }),
  };
  if (!isForm(request)) return jsonAnswer(200, members);
  const renamed = Object.entries(members).map(([name, value]) => [snakeCase(name), value] as const);
  return jsonAnswer(200, Object.fromEntries(renamed));
}
