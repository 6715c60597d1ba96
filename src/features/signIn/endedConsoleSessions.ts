import * as l10n from '@vscode/l10n';
import { consoleId, consoleLabel, type EndedConsole } from '../../sessions/kinds/console.ts';
import type { ConsoleSessions } from '../../sessions/kinds/ConsoleSessions.ts';
import { CONSOLE } from '../../sessions/kinds/consoleRules.ts';
import type { ConsoleSignIn } from './ConsoleSignIn.ts';
import { EndedSessions } from './EndedSessions.ts';

/** Tells of the console sessions that have ended. */
export function endedConsoleSessions(
  sessions: ConsoleSessions,
  signIn: ConsoleSignIn,
): EndedSessions<EndedConsole> {
  return new EndedSessions({
    untold: () => sessions.endedUntold(),
    claim: (session) => sessions.claimTelling(consoleId(session)),
    sentence: (session) =>
      l10n.t(
        'The session {0} has ended. {1}',
        consoleLabel(session),
        CONSOLE.sentences.reason(session.ended),
      ),
    async signInAgain(session) {
      if (!sessions.find(consoleId(session))) {
        await signIn.run({ session: session.arn });
      }
    },
  });
}
