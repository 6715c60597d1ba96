import * as l10n from '@vscode/l10n';
import { addProfile, proposedProfileName } from '../../aws/config/addProfile.ts';
import { AwsSsoError } from '../../base/errors.ts';
import { sessionId } from '../../sessions/kinds/identityCenter.ts';
import { defaultRegionOfUser, sharesTokensWithAwsCli } from '../settings/settings.ts';
import { askAndAddProfile, type NextStep } from './askAndAddProfile.ts';
import { regionChosen } from '../terminals/region/regionMemory.ts';
import { addServedProfileFor, type AddServedProfileOptions } from '../served/addServedProfileFor.ts';
import { cancelled } from '../ui/cancellation.ts';
import { BACK, type PickItem, type Question, type Ui } from '../ui/Ui.ts';
import { askRole, type ChosenRole, type RoleOptions } from './askRole.ts';
import { orBack } from './orBack.ts';
import type { Picked } from './pickOne.ts';
import type { RoleArgument } from './roleArgument.ts';

export interface AddProfileOptions extends RoleOptions, AddServedProfileOptions {
  /** The absolute path of the AWS config file. */
  readonly awsConfigFile: string;
}

/**
 * Adds a profile for a role to the AWS config file, under the name that the person gives it: with credentials from VS Code, or
 * from the AWS CLI's own sign-in.
 *
 * @throws AwsSsoError as `askRole`, `AgreedUses.confirm` and `askAndAddProfile`.
 */
export async function addProfileFor(options: AddProfileOptions, wanted: RoleArgument): Promise<void> {
  const title = l10n.t('Add Profile to AWS Config');
  await askRole(options, title, wanted, (chosen, canGoBack) => addFor(options, { title, canGoBack }, chosen));
}

async function addFor(
  options: AddProfileOptions,
  { title, canGoBack }: Pick<Question, 'title' | 'canGoBack'>,
  { session, isChosen, chain, accountId, accountName, roleName }: ChosenRole,
): Promise<typeof BACK | undefined> {
  if (chain) {
    throw new AwsSsoError(
      'InvalidRequest',
      l10n.t('The profile “{0}” of your AWS config leads to this role already.', chain.profile),
    );
  }
  const role = { session: sessionId(session), sessionName: session.name, accountId, accountName, roleName };
  const { name: sessionName, startUrl, region, registrationScopes: scopes } = session;
  const withName = (profile: string): Parameters<typeof addProfile>[1] => ({
    profile,
    sessionName,
    startUrl,
    region,
    scopes,
    accountId,
    roleName,
    defaultRegion: regionChosen(options.globalState, accountId) ?? defaultRegionOfUser(),
  });
  return orBack(
    () => askSource(options.ui, { title, canGoBack }),
    async (isServed) => {
      const frame = { title, canGoBack: true };
      if (isServed) {
        // Each time: the person may have stopped serving it.
        await options.agreed.confirm(options.ui, { use: 'served', role, isChosen: false });
        return addServedProfileFor(options, frame, { session, accountId, accountName, roleName });
      }
      await options.agreed.confirm(options.ui, { use: 'profile', role, isChosen });
      return askAndAddProfile({
        ...frame,
        ui: options.ui,
        file: options.awsConfigFile,
        propose: (current) => proposedProfileName(current, { accountId, roleName }),
        add: (current, name) => addProfile(current, withName(name)),
        nextStep: (profile) => signInOfAwsCli(options.ui, profile),
      });
    },
  );
}

/** Asks where the credentials of a profile come from. @throws AwsSsoError `Cancelled`. */
async function askSource(
  ui: Pick<Ui, 'pick'>,
  frame: Pick<Question, 'title' | 'canGoBack'>,
): Promise<Picked<boolean> | typeof BACK> {
  const items: (PickItem & { readonly isServed: boolean })[] = [
    {
      label: l10n.t('Served by VS Code'),
      detail: l10n.t('For any AWS tool on this machine, while VS Code is open'),
      isServed: true,
    },
    {
      label: l10n.t('AWS CLI signs in'),
      detail: l10n.t('The AWS CLI and AWS SDKs use their own sign-in'),
      isServed: false,
    },
  ];
  const placeholder = l10n.t('Select where AWS tools get credentials for this profile');
  const answer = await ui.pick({ ...frame, placeholder, items });
  if (answer === BACK) {
    return BACK;
  }
  if (typeof answer !== 'object') {
    throw cancelled();
  }
  return { value: answer.isServed, wasAsked: true };
}

/** Says whether the AWS CLI has the session of VS Code, and leads to the setting where it doesn't. */
function signInOfAwsCli(ui: Pick<Ui, 'run'>, profile: string): NextStep {
  if (sharesTokensWithAwsCli()) {
    return { sentence: l10n.t('The AWS CLI shares your sign-in, so you can use it now.') };
  }
  return {
    sentence: l10n.t(
      'Sharing your sign-in with the AWS CLI is off. Turn it on, or run “{0}”.',
      `aws sso login --profile ${profile}`,
    ),
    // Not turned on from here: a program can press the button of a notification.
    button: {
      label: l10n.t('Open Settings'),
      run: () => ui.run('workbench.action.openSettings', 'awsSso.shareTokensWithAwsCli'),
    },
  };
}
