import { existsSync } from 'node:fs';
import * as l10n from '@vscode/l10n';
import { removeServedProfile } from '../../aws/config/servedProfile.ts';
import { shown } from '../../base/shown.ts';
import { editOrOpen } from '../roles/editOrOpen.ts';
import { cancelled } from '../ui/cancellation.ts';
import type { PickItem, Ui } from '../ui/Ui.ts';
import type { ServedProfiles } from './ServedProfiles.ts';
import type { ServedRole } from './ServedRoles.ts';

export interface StopServingOptions {
  readonly served: Pick<ServedProfiles, 'helper' | 'all' | 'stop'>;
  readonly ui: Pick<Ui, 'pick' | 'show'>;
}

/**
 * Takes back that a profile is served, and removes it from the AWS config file unless somebody has changed it there.
 *
 * @param chosen the one that a person has pressed in our view; they are asked for one where there is none.
 * @throws AwsSsoError `Cancelled`; as `ServedProfiles.stop` and `editOrOpen`.
 */
export async function stopServing({ served, ui }: StopServingOptions, chosen?: ServedRole): Promise<void> {
  const role = chosen ?? (await ask(ui, await served.all()));
  await served.stop([role]);
  const { profile, file } = role;
  let isRemoved = false;
  const remove = (text: string): string => {
    const without = removeServedProfile(text, served.helper, profile);
    isRemoved = without !== text;
    return without;
  };
  // What is edited is made, where it isn't there.
  if (existsSync(file)) {
    await editOrOpen(file, remove, () => false);
  }
  const fetched = l10n.t('Credentials that programs already have expire on their own.');
  const text = isRemoved
    ? l10n.t('Stopped serving {0}, and removed it from {1}.', profile, file)
    : l10n.t(
        'Stopped serving {0}. Nothing was removed from {1}, where you changed or removed it.',
        profile,
        file,
      );
  void ui.show({ severity: 'information', text: `${text} ${fetched}` });
}

async function ask(ui: Pick<Ui, 'pick' | 'show'>, roles: readonly ServedRole[]): Promise<ServedRole> {
  if (roles.length === 0) {
    void ui.show({ severity: 'information', text: l10n.t('VS Code serves no profiles.') });
    throw cancelled();
  }
  const items = roles.map((role): PickItem & { readonly role: ServedRole } => ({
    label: shown(role.profile),
    description: shown(roleText(role)),
    role,
  }));
  const answer = await ui.pick({
    title: l10n.t('Stop Serving Profile'),
    canGoBack: false,
    placeholder: l10n.t('Select the profile to stop serving'),
    items,
  });
  if (typeof answer !== 'object') {
    throw cancelled();
  }
  return answer.role;
}

/** The role and its account, as people know them. */
export function roleText({ roleName, accountId, accountName }: ServedRole): string {
  return l10n.t('{0} in {1}', roleName, accountName ?? accountId);
}
