import * as l10n from '@vscode/l10n';
import type { AwsCredentialIdentity } from '../../../api/src/index.ts';
import type { RoleCredentials as Credentials } from '../../aws/services/SsoPortal.ts';
import { sameSecret } from '../../base/sameSecret.ts';
import type { IdentityCenterSessions } from '../../sessions/kinds/IdentityCenterSessions.ts';
import { isBuilderId } from '../../sessions/kinds/builderId.ts';
import { sessionId, type SignedInSession } from '../../sessions/kinds/identityCenter.ts';
import { ACCOUNT_ACCESS_SCOPE } from '../../sessions/kinds/scopes.ts';
import type { RoleCredentialsCache, SessionRole } from '../../sessions/portal/RoleCredentialsCache.ts';
import { ROLE_PROVIDER_ID } from '../accounts/providerIds.ts';
import { accountOfRole, roleLabel } from '../accounts/RoleProvider.ts';
import { roleScopes } from '../accounts/roleScopes.ts';
import type { WantedCredentials } from './apiOptions.ts';
import type { SecretKind } from './HandedOut.ts';

export interface GivenCredentials {
  readonly role: SessionRole;
  readonly credentials: Credentials;
}

/** Whether the person has agreed to hand the role out to extensions. */
export type IsConfirmed = (session: SignedInSession, role: SessionRole) => boolean;

/** Credentials of roles (API operation GetRoleCredentials). */
export function roleCredentials({
  sessions,
  roles,
  isRoleConfirmed,
}: {
  readonly sessions: Pick<IdentityCenterSessions, 'serving' | 'signedIn'>;
  readonly roles: Pick<RoleCredentialsCache, 'get' | 'cached' | 'left'>;
  readonly isRoleConfirmed: IsConfirmed;
}): SecretKind<WantedCredentials, GivenCredentials> {
  const roleOf = (session: SignedInSession, { accountId, roleName }: WantedCredentials): SessionRole => ({
    session: sessionId(session),
    accountId,
    roleName,
  });
  return {
    providerId: ROLE_PROVIDER_ID,
    scopes: roleScopes,
    serving: ({ session }) =>
      sessions.serving(session, [ACCOUNT_ACCESS_SCOPE]).filter((one) => !isBuilderId(one)),
    accountOf: accountOfRole,
    detail: ({ accountId, roleName, session }) =>
      session === undefined
        ? l10n.t('Role {0} in {1}', roleName, accountId)
        : l10n.t('Role {0} in {1}, through {2}', roleName, accountId, session),
    prepare(session, wanted) {
      const role = roleOf(session, wanted);
      // Nobody learns in silence, from how long it takes, whether there is such a role.
      return wanted.silent && !isRoleConfirmed(session, role) ? Promise.resolve() : roles.get(role);
    },
    recognize({ accessToken, account: { label } }, wanted) {
      const owner = sessions.signedIn().find((known) => roleLabel(known, wanted) === label);
      const role = owner && roleOf(owner, wanted);
      const credentials = role && roles.left(role);
      return credentials && sameSecret(credentials.secretAccessKey, secretIn(accessToken))
        ? { role, credentials }
        : undefined;
    },
    current: (given) =>
      roles.cached(given.role)?.accessKeyId === given.credentials.accessKeyId ? given : undefined,
    renew: async ({ role, credentials }) => (await roles.get(role)).accessKeyId !== credentials.accessKeyId,
  };
}

/** A copy for each: clients of the AWS SDK write into it. */
export function asIdentity({ role, credentials }: GivenCredentials): AwsCredentialIdentity {
  const { expiration, ...keys } = credentials;
  return { ...keys, expiration: new Date(expiration), accountId: role.accountId };
}

/** Of a document as `credential_process` prints it. Empty when it is none. */
function secretIn(document: string): string {
  try {
    const { SecretAccessKey } = JSON.parse(document) as { SecretAccessKey?: unknown };
    return typeof SecretAccessKey === 'string' ? SecretAccessKey : '';
  } catch {
    return '';
  }
}
