import * as l10n from '@vscode/l10n';
import type { SsoOidc } from '../../aws/services/SsoOidc.ts';
import { isAwsSsoError } from '../../base/errors.ts';
import type { KindRules, Renewed } from '../engine/SessionKind.ts';
import { timeUntilExpiry } from '../engine/tokenLifetime.ts';
import { IDENTITY_CENTER_KEYS } from '../store/secretKeys.ts';
import {
  type EndReason,
  type IdentityCenter,
  isRefreshable,
  isRefreshedAhead,
  sessionId,
  sessionLabel,
  SessionRecordSchema,
  type SignedInSession,
} from './identityCenter.ts';

/** A token is renewed this long before it expires, or for the last tenth of its life if that is shorter. */
const AHEAD_MS = 5 * 60_000;

export const IDENTITY_CENTER: KindRules<IdentityCenter> = {
  schema: SessionRecordSchema,
  secretKeys: IDENTITY_CENTER_KEYS,
  messages: { records: 'records', failure: 'failure' },
  idOf: sessionId,
  labelOf: sessionLabel,
  configOf: ({ name, startUrl, region, regions, registrationScopes }) => ({
    name,
    startUrl,
    region,
    ...(regions === undefined ? {} : { regions }),
    registrationScopes,
  }),
  tokenOf: ({ accessToken }) => accessToken,
  isRefreshable,
  isRefreshedAhead,
  aheadOf,
  endReason,
  reasonWithoutRefresh,
  sentences: {
    reason: reasonSentence,
    ended: ({ name }, reason) => l10n.t('Your sign-in to {0} has ended. {1} Sign in again.', name, reason),
    notSignedIn: () => l10n.t('You’re not signed in to this session. Sign in first.'),
    goesOn: ({ name }, cause) =>
      l10n.t('You’re still signed in to {0}, but its token couldn’t be refreshed. {1}', name, cause),
  },
};

/** Uses the refresh token of the session (API operation CreateToken). @throws as `SsoOidc.createToken`. */
export async function refreshSession(
  oidc: SsoOidc,
  { clientId, clientSecret, refreshToken = '' }: SignedInSession,
  signal: AbortSignal,
): Promise<Renewed<IdentityCenter>> {
  const grant = { grantType: 'refresh_token', refreshToken } as const;
  const token = await oidc.createToken({ clientId, clientSecret }, grant, signal);
  return { accessToken: token.accessToken, expiresIn: token.expiresIn, refreshToken: token.refreshToken };
}

function aheadOf({ receivedAt, expiresAt }: SignedInSession): number {
  return Math.min(AHEAD_MS, (expiresAt - receivedAt) / 10);
}

function endReason(error: unknown, session: SignedInSession, isRejected: boolean): EndReason | undefined {
  switch (isAwsSsoError(error) ? error.service?.name : undefined) {
    case 'InvalidGrantException':
    case 'ExpiredTokenException':
      if (session.isAnswerLost) {
        return 'answerLost';
      }
      return isRejected || timeUntilExpiry(session) > aheadOf(session) ? 'revoked' : 'sessionOver';
    case 'InvalidClientException':
    case 'UnauthorizedClientException':
      return 'registrationExpired';
    case 'AccessDeniedException':
      return 'refused';
    default:
      return undefined;
  }
}

function reasonWithoutRefresh(session: SignedInSession, isRejected: boolean): EndReason {
  if (session.refreshToken) {
    return 'registrationExpired';
  }
  if (session.isAnswerLost) {
    return 'answerLost';
  }
  return isRejected ? 'revoked' : 'sessionOver';
}

function reasonSentence(reason: EndReason): string {
  switch (reason) {
    case 'sessionOver':
      return l10n.t('It reached your organization’s session limit.');
    case 'revoked':
      return l10n.t('It was revoked, or signed out somewhere else.');
    case 'registrationExpired':
      return l10n.t('VS Code’s registration with AWS has expired.');
    case 'refused':
      return l10n.t('AWS refused to renew it. Your access may have changed.');
    case 'answerLost':
      return l10n.t('Its last renewal didn’t complete.');
    case 'signedOut':
      return l10n.t('You signed out.');
    case 'signedOutByAwsCli':
      return l10n.t('You signed out with the AWS CLI.');
  }
}
