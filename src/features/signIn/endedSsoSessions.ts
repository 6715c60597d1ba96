import * as l10n from '@vscode/l10n';
import { endSentence } from '../../sessions/kinds/endSentence.ts';
import type { Sessions } from '../../sessions/engine/Sessions.ts';
import { type EndedSession, sessionId, sessionLabel, withScopes } from '../../sessions/kinds/SsoSession.ts';
import { EndedSessions } from './EndedSessions.ts';
import type { SignIn } from './SignIn.ts';

/** Tells of the sessions of IAM Identity Center that have ended. */
export function endedSsoSessions(
  sessions: Sessions,
  signIn: Pick<SignIn, 'run' | 'choose'>,
): EndedSessions<EndedSession> {
  return new EndedSessions({
    untold: () => sessions.endedUntold(),
    claim: (session) => sessions.claimTelling(sessionId(session)),
    sentence: (session) =>
      l10n.t('The session {0} has ended. {1}', sessionLabel(session), endSentence(session.ended)),
    async signInAgain(session) {
      if (!sessions.find(sessionId(session))) {
        const config = sessions.known().find((known) => sessionId(known) === sessionId(session));
        await signIn.run(withScopes(config ?? session, session.registrationScopes));
      }
    },
  });
}
