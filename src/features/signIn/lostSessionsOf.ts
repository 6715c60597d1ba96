import { shown } from '../../base/shown.ts';
import type { ConsoleSessions } from '../../sessions/kinds/ConsoleSessions.ts';
import type { IdentityCenterSessions } from '../../sessions/kinds/IdentityCenterSessions.ts';
import { consoleId, consoleLabel } from '../../sessions/kinds/console.ts';
import { sessionId } from '../../sessions/kinds/identityCenter.ts';
import type { ConsoleSignIn } from './ConsoleSignIn.ts';
import type { LostSessionsOptions } from './LostSessions.ts';
import type { SignIn } from './SignIn.ts';

type Kind = Pick<LostSessionsOptions, 'key' | 'signedIn' | 'hasRecord' | 'signIn'>;

/** The sessions of IAM Identity Center, for `LostSessions`. */
export function lostSsoSessions(
  sessions: Pick<IdentityCenterSessions, 'signedIn' | 'hasRecord' | 'known'>,
  signIn: Pick<SignIn, 'run' | 'choose'>,
): Kind {
  return {
    key: 'signedIn',
    signedIn: () =>
      sessions.signedIn().map((session) => ({ id: sessionId(session), label: shown(session.name) })),
    hasRecord: (id) => sessions.hasRecord(id),
    async signIn(id) {
      const config = sessions.known().find((known) => sessionId(known) === id);
      await signIn.run(config ?? (await signIn.choose()));
    },
  };
}

/** The console sessions, for `LostSessions`. */
export function lostConsoleSessions(
  sessions: Pick<ConsoleSessions, 'signedIn' | 'hasRecord' | 'known'>,
  signIn: Pick<ConsoleSignIn, 'run'>,
): Kind {
  return {
    key: 'signedInConsoles',
    signedIn: () =>
      sessions.signedIn().map((session) => ({ id: consoleId(session), label: consoleLabel(session) })),
    hasRecord: (id) => sessions.hasRecord(id),
    async signIn(id) {
      const config = sessions.known().find((known) => consoleId(known) === id);
      await signIn.run(config ? { session: config.arn } : {});
    },
  };
}
