import type { ConsoleSessions } from '../../sessions/engine/ConsoleSessions.ts';
import type { Sessions } from '../../sessions/engine/Sessions.ts';
import { consoleId, consoleLabel } from '../../sessions/kinds/ConsoleSession.ts';
import { consoleEndSentence } from '../../sessions/kinds/consoleSessionKind.ts';
import { endSentence } from '../../sessions/kinds/endSentence.ts';
import { sessionId, sessionLabel, withScopes } from '../../sessions/kinds/SsoSession.ts';
import type { ConsoleSignIn } from './ConsoleSignIn.ts';
import type { EndedSession } from './EndedSessions.ts';
import type { SignIn } from './SignIn.ts';

/** The sessions of IAM Identity Center that have ended without the person knowing. */
export function endedSsoSessions(
  sessions: Pick<Sessions, 'endedUntold' | 'claimTelling' | 'find' | 'known'>,
  signIn: Pick<SignIn, 'run'>,
): readonly EndedSession[] {
  return sessions.endedUntold().map((session) => {
    const id = sessionId(session);
    return {
      label: sessionLabel(session),
      reason: endSentence(session.ended),
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
      reason: consoleEndSentence(session.ended),
      claim: () => sessions.claimTelling(id),
      async signInAgain() {
        if (!sessions.find(id)) {
          await signIn.run({ session: session.arn });
        }
      },
    };
  });
}
