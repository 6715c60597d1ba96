import * as l10n from '@vscode/l10n';
import { isConsoleArn } from '../../../aws/endpoints/consoleArn.ts';
import { isRegion } from '../../../aws/endpoints/regions.ts';
import { isAccountId, isRoleName } from '../../accounts/roleScopes.ts';

/** The role that belongs to a workspace or folder, as its settings name it: a proposal of a stranger. */
export interface WorkspaceRole {
  readonly accountId: string;
  readonly roleName: string;
  /** The name of a session; the one that serves roles, if left out. */
  readonly session?: string;
  readonly region?: string;
}

/** Returns the role, or what is wrong with the value. */
export function parseWorkspaceRole(value: unknown): WorkspaceRole | string {
  const { accountId, roleName, session, region } = membersOf(value);
  if (!isAccountId(accountId)) {
    return l10n.t('accountId must be 12 digits in quotes.');
  }
  if (!isRoleName(roleName)) {
    return l10n.t('roleName must be the name of a role.');
  }
  if (
    session !== undefined &&
    (typeof session !== 'string' || session.trim() === '' || isConsoleArn(session.trim()))
  ) {
    return l10n.t('session must be the name of an SSO session.');
  }
  const named = typeof region === 'string' ? region.trim().toLowerCase() : undefined;
  if (region !== undefined && !isRegion(named)) {
    return l10n.t('region must look like us-east-1.');
  }
  return {
    accountId,
    roleName,
    ...(session !== undefined && { session: session.trim() }),
    ...(named !== undefined && { region: named }),
  };
}

/** The account that the value protects, if it does, whatever else is wrong with it. */
export function accountProtectedBy(value: unknown): string | undefined {
  const { accountId, protected: isProtected } = membersOf(value);
  return isProtected === true && isAccountId(accountId) ? accountId : undefined;
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
