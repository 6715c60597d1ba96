import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import { proposedProfileName } from '../../aws/config/addProfile.ts';
import { addServedProfile } from '../../aws/config/servedProfile.ts';
import type { SessionConfig } from '../../sessions/kinds/identityCenter.ts';
import { askAndAddProfile } from '../roles/askAndAddProfile.ts';
import { defaultRegionOfUser } from '../settings/settings.ts';
import { askRegion } from '../terminals/region/chooseRegion.ts';
import { regionChosen, rememberRegion } from '../terminals/region/regionMemory.ts';
import { BACK, type Ui } from '../ui/Ui.ts';
import { orBack } from '../roles/orBack.ts';
import { decided } from '../roles/pickOne.ts';
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
 * @returns `BACK` for the step before.
 * @throws AwsSsoError as `askAndAddProfile`, `askRegion` and `ServedProfiles.serve`.
 */
export async function addServedProfileFor(
  { awsConfigFile: file, globalState, served, ui }: AddServedProfileOptions,
  { title, canGoBack }: { readonly title: string; readonly canGoBack: boolean },
  { session, accountId, accountName, roleName }: RoleOfSession,
): Promise<typeof BACK | undefined> {
  const known = regionChosen(globalState, accountId) ?? defaultRegionOfUser();
  const asked = { session: calledSession(session), accountId, roleName };
  const roleOf = (profile: string): ServedRole =>
    servedRole(session, { accountId, accountName, roleName, profile, file });
  const named = (region: string, isBack: boolean): Promise<typeof BACK | undefined> =>
    askAndAddProfile({
      ui,
      title,
      canGoBack: isBack,
      file,
      propose: (before) => proposedProfileName(before, { accountId, roleName }),
      add: (before, profile) => addServedProfile(before, served.helper, { ...asked, profile, region }),
      nextStep: (profile) => ({
        sentence: l10n.t(
          'AWS tools on this machine can use it now, for example with “{0}”.',
          `aws s3 ls --profile ${profile}`,
        ),
      }),
      beside: {
        begin: (profile) => served.serve([roleOf(profile)]),
        undo: (profile) => served.stop([roleOf(profile)]),
      },
    });
  return orBack(
    async () => {
      if (known !== undefined) {
        return decided(known);
      }
      const place = { account: accountName ?? accountId, ofSession: session.region };
      const region = await askRegion(ui, { title, canGoBack }, place);
      return region === BACK ? BACK : { value: region, wasAsked: true };
    },
    async (region, wasAsked) => {
      const added = await named(region, canGoBack || wasAsked);
      if (added !== BACK && wasAsked) {
        await rememberRegion(globalState, accountId, region);
      }
      return added;
    },
  );
}
