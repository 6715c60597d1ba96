import * as l10n from '@vscode/l10n';
import { addLoginProfile, proposedLoginProfileName } from '../../../aws/config/addProfile.ts';
import { awsConfigFile, type AwsFiles } from '../../../aws/config/AwsFiles.ts';
import { userOfArn } from '../../../aws/endpoints/consoleArn.ts';
import { loginProfiles } from '../../../aws/config/loginProfiles.ts';
import { isAwsSsoError, messageOf } from '../../../base/errors.ts';
import type { SignedInConsole } from '../../../sessions/kinds/console.ts';
import { askAndAddProfile } from '../../roles/askAndAddProfile.ts';
import type { Ui } from '../../ui/Ui.ts';
import type { NextStep } from '../SignInKind.ts';

export interface OfferLoginProfileOptions {
  readonly awsFiles: AwsFiles;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly ui: Pick<Ui, 'show' | 'input'>;
}

/** Offers a profile for a session that the AWS CLI could use; undefined where the AWS config file has one. */
export async function offerLoginProfile(
  { arn, region }: SignedInConsole,
  { awsFiles, env, ui }: OfferLoginProfileOptions,
): Promise<NextStep | undefined> {
  if ((await loginProfiles(awsFiles, env)).some((profile) => profile.arn === arn)) {
    return undefined;
  }
  const add = async (): Promise<void> => {
    const file = awsConfigFile(env);
    await askAndAddProfile({
      ui,
      canGoBack: false,
      title: l10n.t('Add Profile to AWS Config'),
      file,
      propose: (current) => proposedLoginProfileName(current, userOfArn(arn)),
      add: (current, profile) => addLoginProfile(current, { profile, arn, region }),
    });
  };
  return {
    label: l10n.t('Add Profile'),
    run: () =>
      add().catch((error: unknown) => {
        if (!isAwsSsoError(error, 'Cancelled')) {
          void ui.show({ severity: 'error', text: messageOf(error) });
        }
      }),
  };
}
