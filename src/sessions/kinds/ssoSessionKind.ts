import type { SsoOidc } from '../../aws/services/SsoOidc.ts';
import { endReason, reasonWithoutRefresh } from './endReason.ts';
import type { Renewed } from '../engine/Renewal.ts';
import { goesOn, notSignedIn } from '../engine/renewalErrors.ts';
import type { SessionKind } from '../engine/SessionKind.ts';
import {
  type EndedSession,
  type EndReason,
  endedSession,
  isRefreshable,
  isSignedIn,
  sessionId,
  sessionLabel,
  type SignedInSession,
} from './SsoSession.ts';
import { aheadOf } from '../engine/tokenTime.ts';

/** The sessions of IAM Identity Center. */
export const SSO_SESSION: SessionKind<SignedInSession, EndedSession, EndReason> = {
  idOf: sessionId,
  labelOf: sessionLabel,
  isSignedIn,
  tokenOf: ({ accessToken }) => accessToken,
  isRefreshable,
  aheadOf,
  ended: endedSession,
  endReason,
  reasonWithoutRefresh,
  notSignedIn,
  goesOn,
};

/** What API operation CreateToken gives for the refresh token of the session. @throws as `SsoOidc.createToken`. */
export async function refreshed(
  oidc: SsoOidc,
  { clientId, clientSecret, refreshToken = '' }: SignedInSession,
  signal: AbortSignal,
): Promise<Renewed<SignedInSession>> {
  const grant = { grantType: 'refresh_token', refreshToken } as const;
  const token = await oidc.createToken({ clientId, clientSecret }, grant, signal);
  const { accessToken, expiresIn } = token;
  return { accessToken, expiresIn, refreshToken: token.refreshToken };
}
