import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { addProfile, proposedProfileName } from '../../aws/config/addProfile.ts';
import { consoleLink } from '../../aws/endpoints/consoleLink.ts';
import { type PastedInto, shellExports } from '../../aws/credentials/shellExports.ts';
import type { RoleCredentialsCache } from '../../sessions/portal/RoleCredentialsCache.ts';
import { sessionId } from '../../sessions/kinds/identityCenter.ts';
import { askRole, type RoleArgument, type RoleParts } from './askRole.ts';
import { askAndAddProfile } from './askAndAddProfile.ts';
import { cancelled } from '../ui/cancellation.ts';
import { sharesTokensWithAwsCli } from '../settings/settings.ts';

export interface RoleCommandParts extends RoleParts {
  readonly roles: RoleCredentialsCache;
  /** The absolute path of the AWS config file. */
  readonly awsConfigFile: string;
}

/** The commands that do something with one role. */
export interface RoleCommands {
  readonly openConsole: (argument?: RoleArgument) => Promise<void>;
  readonly copyCredentials: (argument?: RoleArgument) => Promise<void>;
  readonly addProfile: (argument?: RoleArgument) => Promise<void>;
}

/** Each throws AwsSsoError as `askRole`. */
export function roleCommands(parts: RoleCommandParts): RoleCommands {
  return {
    openConsole: async (argument) => {
      const { session, ...role } = await askRole(parts, l10n.t('Open AWS Console'), argument);
      const link = consoleLink(session.startUrl, role);
      // As a text: a Uri would undo the encoding within the fragment on its way to the browser.
      await vscode.env.openExternal(link as unknown as vscode.Uri);
    },
    copyCredentials: (argument) => copyCredentials(parts, argument),
    addProfile: (argument) => addProfileFor(parts, argument),
  };
}

async function copyCredentials(parts: RoleCommandParts, argument?: RoleArgument): Promise<void> {
  const title = l10n.t('Copy Role Credentials');
  const { session, ...role } = await askRole(parts, title, argument);
  const forms: (vscode.QuickPickItem & { into: PastedInto })[] = [
    { label: l10n.t('Shell'), description: 'bash, zsh, sh', into: 'bash' },
    { label: 'fish', into: 'fish' },
    { label: 'PowerShell', into: 'powershell' },
    { label: l10n.t('Command Prompt'), description: 'cmd', into: 'cmd' },
    { label: 'JSON', description: 'credential_process', into: 'json' },
  ];
  const form = await vscode.window.showQuickPick(forms, {
    title,
    placeHolder: l10n.t('What they are to be pasted into'),
    matchOnDescription: true,
  });
  if (!form) {
    throw cancelled();
  }
  const credentials = await parts.roles.get({ ...role, session: sessionId(session) });
  await vscode.env.clipboard.writeText(shellExports(form.into, credentials));
  const until = new Date(credentials.expiration).toLocaleTimeString();
  void vscode.window.showWarningMessage(
    l10n.t(
      'The credentials of {0} in {1} were copied. Until {2}, whoever reads the clipboard can use them.',
      role.roleName,
      role.accountId,
      until,
    ),
  );
}

async function addProfileFor(parts: RoleCommandParts, argument?: RoleArgument): Promise<void> {
  const title = l10n.t('Add Profile to AWS Config');
  const { session, ...role } = await askRole(parts, title, argument);
  const file = parts.awsConfigFile;
  const { name: sessionName, startUrl, region, registrationScopes: scopes } = session;
  const withName = (profile: string): Parameters<typeof addProfile>[1] => ({
    ...{ profile, sessionName, startUrl, region, scopes, ...role },
  });
  await askAndAddProfile({
    title,
    file,
    propose: (current) => proposedProfileName(current, role),
    add: (current, name) => addProfile(current, withName(name)),
    nextStep: signInOfAwsCli,
  });
}

/** The AWS CLI has a session of its own, unless it has that of the editor. */
function signInOfAwsCli(profile: string): string {
  return sharesTokensWithAwsCli()
    ? ''
    : l10n.t('The AWS CLI signs in to it with “{0}”.', `aws sso login --profile ${profile}`);
}
