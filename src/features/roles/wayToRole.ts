import type { RoleChain } from '../../aws/config/roleChains.ts';
import type { AccountDirectory } from '../../sessions/portal/AccountDirectory.ts';
import { type ChainedRoles, profileGone } from '../../sessions/portal/ChainedRoles.ts';
import type { SessionRole } from '../../sessions/portal/RoleCredentialsCache.ts';

export interface WayToRoleOptions {
  /** Undefined where the portal is not to be asked, since nobody has agreed to the role yet. */
  readonly directory: Pick<AccountDirectory, 'roles'> | undefined;
  readonly chained: Pick<ChainedRoles, 'find'>;
}

/**
 * Finds the chain by which a role is to be had that is named by its account and name. One that is assigned needs none, as far as
 * the portal may be asked.
 *
 * @throws AwsSsoError `InvalidRequest` for a profile that no longer leads there.
 */
export async function wayToRole(
  { directory, chained }: WayToRoleOptions,
  role: SessionRole,
): Promise<RoleChain | undefined> {
  const chain = await chained.find(role);
  if (role.profile !== undefined) {
    return chain ?? profileGone(role);
  }
  if (!chain || !directory) {
    return chain;
  }
  // The portal refuses to list the roles of an account in which nothing is assigned.
  const assigned = await directory.roles(role.session, role.accountId).catch(() => []);
  return assigned.some(({ roleName }) => roleName === role.roleName) ? undefined : chain;
}
