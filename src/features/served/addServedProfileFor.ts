import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import { proposedProfileName } from '../../aws/config/addProfile.ts';
import { addServedProfile } from '../../aws/config/servedProfile.ts';
import type { SessionConfig } from '../../sessions/kinds/identityCenter.ts';
import { askAndAddProfile } from '../roles/askAndAddProfile.ts';
import { defaultRegion } from '../settings/settings.ts';
import { askRegion } from '../terminals/region/chooseRegion.ts';
import { regionChosen, rememberRegion } from '../terminals/region/regionMemory.ts';
import type { Ui } from '../ui/Ui.ts';
import { calledSession, servedRole } from './servedRole.ts';
import type { ServedProfiles } from './ServedProfiles.ts';
import type { ServedRole } from './ServedRoles.ts';

export interface AddServedProfileOptions {
  /** The absolute path of the AWS config file. */
  readonly awsConfigFile: string;
  readonly globalState: vscode.Memento;
  readonly served: Pick<ServedProfiles, 'helper' | 'serve' | 'stop' | 'all'>;
  readonly ui: Ui;
}

interface RoleOfSession {
  readonly session: SessionConfig;
  readonly accountId: string;
  readonly accountName?: string | undefined;
  readonly roleName: string;
}

/**
 * Adds a profile with credentials from VS Code, and serves its role from then on. To add it is to agree to that.
 *
 * @throws AwsSsoError as `askAndAddProfile`, `askRegion` and `ServedProfiles.serve`.
 */
export async function addServedProfileFor(
  { awsConfigFile: file, globalState, served, ui }: AddServedProfileOptions,
  title: string,
  { session, accountId, accountName, roleName }: RoleOfSession,
): Promise<void> {
  let region = regionChosen(globalState, accountId) ?? defaultRegion();
  if (region === undefined) {
    region = await askRegion(ui, title, accountName ?? accountId, session.region);
    await rememberRegion(globalState, accountId, region);
  }
  const asked = { session: calledSession(session), accountId, roleName };
  const roleOf = (profile: string): ServedRole =>
    servedRole(session, { accountId, accountName, roleName, profile, file });
  await askAndAddProfile({
    title,
    file,
    propose: (before) => proposedProfileName(before, { accountId, roleName }),
    add: (before, profile) => addServedProfile(before, served.helper, { ...asked, profile, region }),
    nextStep: (profile) =>
      l10n.t(
        'AWS tools on this machine can use it now, for example with “{0}”.',
        `aws s3 ls --profile ${profile}`,
      ),
    beside: {
      begin: (profile) => served.serve([roleOf(profile)]),
      undo: (profile) => served.stop([roleOf(profile)]),
    },
  });
}
