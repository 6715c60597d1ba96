import { createPrivateKey } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import type { Signin } from '../../aws/services/Signin.ts';
import { AwsSsoError, isAwsSsoError } from '../../base/errors.ts';
import {
  type ConsoleEndReason,
  consoleId,
  consoleLabel,
  type ConsoleRecord,
  type EndedConsole,
  endedConsole,
  isSignedInConsole,
  type SignedInConsole,
} from './ConsoleSession.ts';
import type { Renewed } from '../engine/Renewal.ts';
import { withCauses } from '../engine/renewalErrors.ts';
import type { SessionKind } from '../engine/SessionKind.ts';

/** As the AWS CLI and the AWS SDKs do; a third of the life of credentials that have a short one. */
const AHEAD_MS = 5 * 60_000;

/** The sessions of the AWS console, by AWS Sign-In. */
export const CONSOLE_SESSION: SessionKind<SignedInConsole, EndedConsole, ConsoleEndReason> = {
  idOf: consoleId,
  labelOf: consoleLabel,
  isSignedIn: isSignedInConsole,
  // New ones each time, unlike the id of the key.
  tokenOf: ({ sessionToken }) => sessionToken,
  isRefreshable: ({ refreshToken }) => refreshToken !== undefined,
  aheadOf: ({ receivedAt, expiresAt }) => Math.min(AHEAD_MS, (expiresAt - receivedAt) / 3),
  ended: endedConsole,
  endReason,
  reasonWithoutRefresh: ({ isAnswerLost }) => (isAnswerLost ? 'answerLost' : 'sessionOver'),
  notSignedIn,
  goesOn: (record, error) =>
    withCauses(
      error,
      l10n.t(
        'The console session {0} goes on, but cannot be renewed at the moment. {1}',
        consoleLabel(record),
        error.message,
      ),
    ),
};

/** What API operation CreateOAuth2Token gives for the refresh token of the session, which works with the session's key only. */
export async function refreshedConsole(
  signin: Signin,
  { clientId, refreshToken = '', dpopKey }: SignedInConsole,
  signal: AbortSignal,
): Promise<Renewed<SignedInConsole>> {
  const grant = { clientId, grantType: 'refresh_token', refreshToken } as const;
  const answer = await signin.createOAuth2Token(grant, createPrivateKey(dpopKey), signal);
  return { ...answer.accessToken, expiresIn: answer.expiresIn, refreshToken: answer.refreshToken };
}

/** How long a sign-in lasts. */
const SIGN_IN_MS = 12 * 3_600_000;

/** Whether no sign-in lasts that long, by a clock that goes forward. */
function isLongOver({ receivedAt }: SignedInConsole): boolean {
  return Date.now() - receivedAt > SIGN_IN_MS;
}

/** By the `error` member: the status and the exception are the same for several. */
function endReason(error: unknown, record: SignedInConsole): ConsoleEndReason | undefined {
  const { name, error: reason = '' } = (isAwsSsoError(error) && error.service) || {};
  switch (reason.toUpperCase()) {
    case 'TOKEN_EXPIRED':
    case 'RESOURCE_NOT_FOUND':
      return record.isAnswerLost ? 'answerLost' : 'sessionOver';
    case 'USER_CREDENTIALS_CHANGED':
      return 'credentialsChanged';
    case 'INSUFFICIENT_PERMISSIONS':
      return 'notPermitted';
    default:
      // A ValidationException may be about the key, and as well about the clock, which says nothing against the session:
      // once that is over, so is the session, by what AWS says of the refresh token.
      return name === 'AccessDeniedException' || (name === 'ValidationException' && isLongOver(record))
        ? 'refused'
        : undefined;
  }
}

function notSignedIn(record: ConsoleRecord | undefined): AwsSsoError {
  return new AwsSsoError(
    'NotSignedIn',
    record && !isSignedInConsole(record)
      ? l10n.t(
          'The console session {0} has ended. {1} Sign in again.',
          consoleLabel(record),
          consoleEndSentence(record.ended),
        )
      : l10n.t('Nobody is signed in to this console session. Sign in first.'),
  );
}

/** Why a session ended, as people read it. */
export function consoleEndSentence(reason: ConsoleEndReason): string {
  switch (reason) {
    case 'sessionOver':
      return l10n.t('AWS does not renew it any more: as a rule, a sign-in lasts for 12 hours.');
    case 'credentialsChanged':
      return l10n.t('Your AWS password or sign-in has changed since.');
    case 'notPermitted':
      return l10n.t(
        'You may not use it this way any more. Ask your administrator for the policy SignInLocalDevelopmentAccess.',
      );
    case 'refused':
      return l10n.t('AWS refused to renew it.');
    case 'answerLost':
      return l10n.t('The answer of AWS was lost on the way when it was renewed, and that works only once.');
    case 'signedOut':
      return l10n.t('You signed out.');
    case 'signedOutByAwsCli':
      return l10n.t('You signed out with the AWS CLI.');
  }
}
