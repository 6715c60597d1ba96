import { isPlainName } from '../../aws/config/servedProfile.ts';
import { type SessionConfig, sessionId } from '../../sessions/kinds/identityCenter.ts';
import type { ServedRole } from './ServedRoles.ts';

/** How the command of a profile names the session: by its name, unless a shell might read that as something else. */
export function calledSession(session: Pick<SessionConfig, 'name' | 'startUrl'>): string {
  return isPlainName(session.name) ? session.name : sessionId(session);
}

/** What is remembered of a role with a profile. */
export function servedRole(
  session: SessionConfig,
  role: Pick<ServedRole, 'accountId' | 'accountName' | 'roleName' | 'profile' | 'file'>,
): ServedRole {
  const { accountId, accountName, roleName, profile, file } = role;
  return {
    session: sessionId(session),
    sessionName: session.name,
    calledSession: calledSession(session),
    accountId,
    ...(accountName === undefined ? {} : { accountName }),
    roleName,
    profile,
    file,
  };
}
