import { consoleId, type SignedInConsole } from '../../sessions/kinds/console.ts';
import type { ConsoleSessions } from '../../sessions/kinds/ConsoleSessions.ts';
import { isTokenValid } from '../../sessions/engine/tokenLifetime.ts';
import type { RoleCredentials as Credentials } from '../../aws/services/SsoPortal.ts';
import { parseConsoleArn, userOfArn } from '../../aws/endpoints/consoleArn.ts';
import type { RoleCredentialsCache } from '../../sessions/portal/RoleCredentialsCache.ts';
import type { IdentityCenterSessions } from '../../sessions/kinds/IdentityCenterSessions.ts';
import { CONSOLE_PREFIX, isConsoleRole, type TerminalRole } from './terminalMemory.ts';
import type { TerminalRolesOptions } from './TerminalRoles.ts';

export interface TerminalSourcesOptions {
  readonly sessions: Pick<IdentityCenterSessions, 'find' | 'fresh' | 'load'>;
  readonly roles: Pick<RoleCredentialsCache, 'get' | 'left'>;
  readonly consoles: Pick<ConsoleSessions, 'find' | 'fresh' | 'load'>;
}

/** Where terminals get credentials from: roles of IAM Identity Center, and console sessions. */
export function terminalSources({
  sessions,
  roles,
  consoles,
}: TerminalSourcesOptions): Pick<TerminalRolesOptions, 'sessions' | 'roles'> {
  const consoleOf = (session: string): string | undefined =>
    session.startsWith(CONSOLE_PREFIX) ? session.slice(CONSOLE_PREFIX.length) : undefined;
  return {
    sessions: {
      load: async () => void (await Promise.all([sessions.load(), consoles.load()])),
      find(session) {
        const id = consoleOf(session);
        return id === undefined ? sessions.find(session) : consoles.find(id);
      },
      fresh(session) {
        const id = consoleOf(session);
        return id === undefined ? sessions.fresh(session) : consoles.fresh(id);
      },
    },
    roles: {
      async get(role) {
        const id = consoleOf(role.session);
        return id === undefined ? roles.get(role) : asCredentials(await consoles.fresh(id));
      },
      left(role) {
        const id = consoleOf(role.session);
        const session = id === undefined ? undefined : consoles.find(id);
        return session && isTokenValid(session)
          ? asCredentials(session)
          : isConsoleRole(role)
            ? undefined
            : roles.left(role);
      },
    },
  };
}

/** A console session as something for terminals to use. */
export function consoleRole(session: SignedInConsole): TerminalRole {
  const { arn } = session;
  return {
    session: CONSOLE_PREFIX + consoleId(session),
    sessionName: arn,
    accountId: parseConsoleArn(arn).accountId,
    roleName: userOfArn(arn),
  };
}

function asCredentials(session: SignedInConsole): Credentials {
  const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = session;
  return { accessKeyId, secretAccessKey, sessionToken, expiration: expiresAt };
}
