import { createPrivateKey } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import type { Signin } from '../../aws/services/Signin.ts';
import { isAwsSsoError } from '../../base/errors.ts';
import type { KindRules, Renewed } from '../engine/SessionKind.ts';
import { CONSOLE_KEYS } from '../store/secretKeys.ts';
import {
  type Console,
  type ConsoleEndReason,
  consoleId,
  consoleLabel,
  ConsoleRecordSchema,
  type SignedInConsole,
} from './console.ts';

/** As the AWS CLI and the AWS SDKs do; a third of the life of credentials that have a short one. */
const AHEAD_MS = 5 * 60_000;
/** How long a sign-in lasts. */
export const SIGN_IN_MS = 12 * 3_600_000;

export const CONSOLE: KindRules<Console> = {
  schema: ConsoleRecordSchema,
  secretKeys: CONSOLE_KEYS,
  // Credentials live too short for windows to spare each other an attempt, so they do not tell of failures.
  messages: { records: 'consoleRecords' },
  idOf: consoleId,
  labelOf: consoleLabel,
  configOf: ({ arn, region }) => ({ arn, region }),
  // A new one each time, unlike the id of the key.
  tokenOf: ({ sessionToken }) => sessionToken,
  isRefreshable: ({ refreshToken }) => refreshToken !== undefined,
  isRefreshedAhead: ({ refreshToken }) => refreshToken !== undefined,
  aheadOf: ({ receivedAt, expiresAt }) => Math.min(AHEAD_MS, (expiresAt - receivedAt) / 3),
  endReason,
  reasonWithoutRefresh: ({ isAnswerLost }) => (isAnswerLost ? 'answerLost' : 'sessionOver'),
  sentences: {
    reason: reasonSentence,
    ended: (config, reason) =>
      l10n.t('Your console sign-in as {0} has ended. {1} Sign in again.', consoleLabel(config), reason),
    notSignedIn: () => l10n.t('You’re not signed in to this console session. Sign in first.'),
    goesOn: (config, cause) =>
      l10n.t(
        'You’re still signed in as {0}, but its credentials couldn’t be refreshed. {1}',
        consoleLabel(config),
        cause,
      ),
  },
};

/** Uses the refresh token of the session, with the session's key (API operation CreateOAuth2Token). @throws as `Signin.createOAuth2Token`. */
export async function refreshConsole(
  signin: Signin,
  { clientId, refreshToken = '', dpopKey }: SignedInConsole,
  signal: AbortSignal,
): Promise<Renewed<Console>> {
  const grant = { clientId, grantType: 'refresh_token', refreshToken } as const;
  const answer = await signin.createOAuth2Token(grant, createPrivateKey(dpopKey), signal);
  return { ...answer.accessToken, expiresIn: answer.expiresIn, refreshToken: answer.refreshToken };
}

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

function reasonSentence(reason: ConsoleEndReason): string {
  switch (reason) {
    case 'sessionOver':
      return l10n.t('It reached the limit of 12 hours.');
    case 'credentialsChanged':
      return l10n.t('Your AWS password or sign-in has changed.');
    case 'notPermitted':
      return l10n.t(
        'You’re no longer allowed to sign in this way. Ask your administrator for the policy SignInLocalDevelopmentAccess.',
      );
    case 'refused':
      return l10n.t('AWS refused to renew it.');
    case 'answerLost':
      return l10n.t('Its last renewal didn’t complete.');
    case 'signedOut':
      return l10n.t('You signed out.');
    case 'signedOutByAwsCli':
      return l10n.t('You signed out with the AWS CLI.');
  }
}
