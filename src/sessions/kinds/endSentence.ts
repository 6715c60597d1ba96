import * as l10n from '@vscode/l10n';
import type { EndReason } from './SsoSession.ts';

/** Why a session ended, as people read it. */
export function endSentence(reason: EndReason): string {
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
