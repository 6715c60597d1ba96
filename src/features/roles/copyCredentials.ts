import * as l10n from '@vscode/l10n';
import { type PastedInto, shellExports } from '../../aws/credentials/shellExports.ts';
import type { RoleCredentialsCache } from '../../sessions/portal/RoleCredentialsCache.ts';
import { sessionId } from '../../sessions/kinds/identityCenter.ts';
import { cancelled } from '../ui/cancellation.ts';
import { BACK, type PickItem } from '../ui/Ui.ts';
import { askRole, type ChosenRole, type RoleOptions } from './askRole.ts';
import { accountOf } from './confirmRole.ts';
import type { RoleArgument } from './roleArgument.ts';

export interface CopyCredentialsOptions extends RoleOptions {
  readonly roles: Pick<RoleCredentialsCache, 'get'>;
}

/**
 * Copies credentials of a role in the form that the person chooses.
 *
 * @throws AwsSsoError as `askRole`, `AgreedUses.confirm` and `RoleCredentialsCache.get`.
 */
export async function copyCredentials(options: CopyCredentialsOptions, wanted: RoleArgument): Promise<void> {
  const title = l10n.t('Copy Role Credentials');
  await askRole(options, title, wanted, (chosen, canGoBack) =>
    copyInto(options, { title, canGoBack }, chosen),
  );
}

async function copyInto(
  { ui, roles, agreed }: CopyCredentialsOptions,
  { title, canGoBack }: { readonly title: string; readonly canGoBack: boolean },
  { session, isChosen, ...chosen }: ChosenRole,
): Promise<typeof BACK | undefined> {
  const role = {
    ...chosen,
    session: sessionId(session),
    sessionName: session.name,
    profile: chosen.chain?.profile,
  };
  await agreed.confirm(ui, { use: 'clipboard', role, isChosen });
  const forms: (PickItem & { readonly into: PastedInto })[] = [
    { label: l10n.t('Shell'), description: 'bash, zsh, sh', into: 'bash' },
    { label: 'fish', into: 'fish' },
    { label: 'PowerShell', into: 'powershell' },
    { label: l10n.t('Command Prompt'), description: 'cmd', into: 'cmd' },
    { label: 'JSON', description: 'credential_process', into: 'json' },
  ];
  const placeholder = l10n.t('Select where to paste them');
  const form = await ui.pick({ title, placeholder, canGoBack, items: forms });
  if (form === BACK) {
    return BACK;
  }
  if (typeof form !== 'object') {
    throw cancelled();
  }
  const { accountId, roleName, profile } = role;
  const credentials = await roles.get({ session: role.session, accountId, roleName, profile });
  await ui.copy(shellExports(form.into, credentials));
  const until = new Date(credentials.expiration).toLocaleTimeString();
  void ui.show({
    severity: 'warning',
    text: l10n.t(
      'Copied credentials for {0} in {1}. They work until {2}, so keep the clipboard private.',
      roleName,
      accountOf(role),
      until,
    ),
  });
  return undefined;
}
