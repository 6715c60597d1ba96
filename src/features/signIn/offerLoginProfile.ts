import { readFile } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { addLoginProfile, proposedLoginProfileName } from '../../aws/config/addProfile.ts';
import { awsConfigFile } from '../../aws/config/awsConfigSessions.ts';
import { userOfArn } from '../../aws/endpoints/consoleArn.ts';
import { loginProfiles } from '../../aws/config/loginProfiles.ts';
import { isAwsSsoError, messageOf } from '../../base/errors.ts';
import type { SignedInConsole } from '../../sessions/kinds/console.ts';
import { askAndAddProfile } from '../roles/askAndAddProfile.ts';

/** A button of a notification, and what it does. That does not reject. */
export interface Offer {
  readonly label: string;
  readonly run: () => Promise<void>;
}

/** Offers a profile for a session that the AWS CLI could use; undefined where the AWS config file has one. */
export async function offerLoginProfile(
  { arn, region }: SignedInConsole,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Offer | undefined> {
  if ((await loginProfiles(env)).some((profile) => profile.arn === arn)) {
    return undefined;
  }
  const add = async (): Promise<void> => {
    const file = awsConfigFile(env);
    const text = await readFile(file, 'utf8').catch(() => '');
    const title = l10n.t('Add Profile to AWS Config');
    await askAndAddProfile(title, file, proposedLoginProfileName(text, userOfArn(arn)), (current, profile) =>
      addLoginProfile(current, { profile, arn, region }),
    );
  };
  return {
    label: l10n.t('Add Profile'),
    run: () =>
      add().catch((error: unknown) => {
        if (!isAwsSsoError(error, 'Cancelled')) {
          void vscode.window.showErrorMessage(messageOf(error));
        }
      }),
  };
}
