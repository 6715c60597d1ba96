import * as l10n from '@vscode/l10n';
import type { EndReason } from './SsoSession.ts';

/** Why a session ended, as people read it. */
export function endSentence(reason: EndReason): string {
  switch (reason) {
    case 'sessionOver':
      return l10n.t('Its time is over: your organisation sets how long a sign-in lasts.');
    case 'revoked':
      return l10n.t('AWS ended it early: it was revoked, or signed out somewhere else.');
    case 'registrationExpired':
      return l10n.t('The registration of this editor with AWS is no longer valid.');
    case 'refused':
      return l10n.t('AWS denied to renew it. Your access may have been changed.');
    case 'answerLost':
      return l10n.t('The network lost the answer of AWS when it was renewed, and that works only once.');
    case 'signedOut':
      return l10n.t('You signed out.');
    case 'signedOutByAwsCli':
      return l10n.t('You signed out with the AWS CLI.');
  }
}
