import { isAwsSsoError } from '../../base/errors.ts';
import type { EndReason, SignedInSession } from './SsoSession.ts';
import { aheadOf, timeLeft } from '../engine/tokenTime.ts';

/** Why an error of a refresh ends the session, if it does. */
export function endReason(
  error: unknown,
  record: SignedInSession,
  isRejected: boolean,
): EndReason | undefined {
  switch (isAwsSsoError(error) ? error.service?.name : undefined) {
    case 'InvalidGrantException':
    case 'ExpiredTokenException':
      if (record.isAnswerLost) {
        return 'answerLost';
      }
      return isRejected || timeLeft(record) > aheadOf(record) ? 'revoked' : 'sessionOver';
    case 'InvalidClientException':
    case 'UnauthorizedClientException':
      return 'registrationExpired';
    case 'AccessDeniedException':
      return 'refused';
    default:
      return undefined;
  }
}

/** Why a session ends for which no other token can be asked. */
export function reasonWithoutRefresh(record: SignedInSession, isRejected: boolean): EndReason {
  if (record.refreshToken) {
    return 'registrationExpired';
  }
  if (record.isAnswerLost) {
    return 'answerLost';
  }
  return isRejected ? 'revoked' : 'sessionOver';
}
