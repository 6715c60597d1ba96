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
  configOf: ({ name, startUrl, region, registrationScopes }) => ({
    name,
    startUrl,
    region,
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
    ended: ({ name }, reason) => l10n.t('The session “{0}” has ended. {1} Sign in again.', name, reason),
    notSignedIn: () => l10n.t('Nobody is signed in to this session. Sign in first.'),
    goesOn: ({ name }, cause) =>
      l10n.t('The session “{0}” goes on, but cannot be renewed at the moment. {1}', name, cause),
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
      return l10n.t(
        'AWS does not renew it any more: as a rule, the time that your organization allows for a sign-in is over.',
      );
    case 'revoked':
      return l10n.t('AWS ended it before its time: it was revoked, or signed out somewhere else.');
    case 'registrationExpired':
      return l10n.t('The registration of this editor with AWS is no longer valid.');
    case 'refused':
      return l10n.t('AWS refused to renew it. Your access may have been changed.');
    case 'answerLost':
      return l10n.t('The answer of AWS was lost on the way when it was renewed, and that works only once.');
    case 'signedOut':
      return l10n.t('You signed out.');
    case 'signedOutByAwsCli':
      return l10n.t('You signed out with the AWS CLI.');
  }
}
