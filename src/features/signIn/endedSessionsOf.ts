import type { ConsoleSessions } from '../../sessions/kinds/ConsoleSessions.ts';
import type { IdentityCenterSessions } from '../../sessions/kinds/IdentityCenterSessions.ts';
import { consoleId, consoleLabel } from '../../sessions/kinds/console.ts';
import { CONSOLE } from '../../sessions/kinds/consoleRules.ts';
import { IDENTITY_CENTER } from '../../sessions/kinds/identityCenterRules.ts';
import { sessionId, sessionLabel } from '../../sessions/kinds/identityCenter.ts';
import { withScopes } from '../../sessions/kinds/scopes.ts';
import type { ConsoleSignIn } from './ConsoleSignIn.ts';
import type { EndedSession } from './EndedSessions.ts';
import type { SignIn } from './SignIn.ts';

/** The sessions of IAM Identity Center that have ended without the person knowing. */
export function endedSsoSessions(
  sessions: Pick<IdentityCenterSessions, 'endedUntold' | 'claimTelling' | 'find' | 'known'>,
  signIn: Pick<SignIn, 'run'>,
): readonly EndedSession[] {
  return sessions.endedUntold().map((session) => {
    const id = sessionId(session);
    return {
      label: sessionLabel(session),
      reason: IDENTITY_CENTER.sentences.reason(session.ended),
      claim: () => sessions.claimTelling(id),
      async signInAgain() {
        if (!sessions.find(id)) {
          const config = sessions.known().find((known) => sessionId(known) === id);
          await signIn.run(withScopes(config ?? session, session.registrationScopes));
        }
      },
    };
  });
}

/** The console sessions that have ended without the person knowing. */
export function endedConsoleSessions(
  sessions: Pick<ConsoleSessions, 'endedUntold' | 'claimTelling' | 'find'>,
  signIn: Pick<ConsoleSignIn, 'run'>,
): readonly EndedSession[] {
  return sessions.endedUntold().map((session) => {
    const id = consoleId(session);
    return {
      label: consoleLabel(session),
      reason: CONSOLE.sentences.reason(session.ended),
      claim: () => sessions.claimTelling(id),
      async signInAgain() {
        if (!sessions.find(id)) {
          await signIn.run({ session: session.arn });
        }
      },
    };
  });
}
