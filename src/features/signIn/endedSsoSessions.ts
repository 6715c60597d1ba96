import * as l10n from '@vscode/l10n';
import { IDENTITY_CENTER } from '../../sessions/kinds/identityCenterRules.ts';
import type { IdentityCenterSessions } from '../../sessions/kinds/IdentityCenterSessions.ts';
import { type EndedSession, sessionId, sessionLabel } from '../../sessions/kinds/identityCenter.ts';
import { withScopes } from '../../sessions/kinds/scopes.ts';
import { EndedSessions } from './EndedSessions.ts';
import type { SignIn } from './SignIn.ts';

/** Tells of the sessions of IAM Identity Center that have ended. */
export function endedSsoSessions(
  sessions: IdentityCenterSessions,
  signIn: Pick<SignIn, 'run' | 'choose'>,
): EndedSessions<EndedSession> {
  return new EndedSessions({
    untold: () => sessions.endedUntold(),
    claim: (session) => sessions.claimTelling(sessionId(session)),
    sentence: (session) =>
      l10n.t(
        'The session {0} has ended. {1}',
        sessionLabel(session),
        IDENTITY_CENTER.sentences.reason(session.ended),
      ),
    async signInAgain(session) {
      if (!sessions.find(sessionId(session))) {
        const config = sessions.known().find((known) => sessionId(known) === sessionId(session));
        await signIn.run(withScopes(config ?? session, session.registrationScopes));
      }
    },
  });
}
