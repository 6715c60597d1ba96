import { issueAwsCredentials } from '../../state/awsCredentials.ts';
import { newSigninRefreshToken } from '../../state/identifiers.ts';
import { issue } from '../../state/store.ts';
import type { Instance } from '../../instance.ts';
import type { Session, SigninTokens } from '../../state/store.ts';

/** Seconds that credentials of AWS Sign-In live at most. */
const longestLifetime = 900;

/** Whose tokens they are: everything that a refresh hands on. */
export interface TokenOwner {
  readonly session: Session;
  readonly clientId: string;
  readonly consoleSession: string;
  readonly keyThumbprint: string;
}

export function issueSigninTokens(
  { store, settings }: Instance,
  { session, clientId, consoleSession, keyThumbprint }: TokenOwner,
): SigninTokens {
  const lifetime = Math.min(settings.accessTokenLifetime, longestLifetime);
  const refreshToken = issue(store, newSigninRefreshToken());
  store.signinRefreshTokens.set(refreshToken, { session, clientId, consoleSession, keyThumbprint });
  const expiresAt = Math.min(settings.clock() + lifetime * 1000, session.endsAt);
  return {
    accessToken: issueAwsCredentials(store, { arn: consoleSession, expiresAt }),
    refreshToken,
    expiresAt,
  };
}
