import * as l10n from '@vscode/l10n';
import { addEmptyProfile, readConfigText } from '../../../aws/config/addProfile.ts';
import { awsConfigFile } from '../../../aws/config/AwsFiles.ts';
import { inHome } from '../../../aws/config/homeDirectory.ts';
import { EMPTY_PROFILE, type PreferredSources } from '../../../aws/config/preferredSources.ts';
import { AwsSsoError } from '../../../base/errors.ts';
import { cancelled } from '../../ui/cancellation.ts';
import { editOrOpen } from '../../roles/editOrOpen.ts';
import { BACK, type PickItem, type Question, type Ui } from '../../ui/Ui.ts';
import { decided, type Picked } from '../../roles/pickOne.ts';
import type { TerminalRoles } from '../TerminalRoles.ts';

/**
 * Where a profile with credentials comes before a role in terminals, asks whether an empty one is to take its place. Adds
 * that one to the AWS config file.
 *
 * @returns whether terminals get variables that expire, although they could reach this editor.
 * @throws AwsSsoError `Cancelled`; as `editOrOpen`.
 */
export async function askAboutProfile(
  {
    ui,
    terminals,
    env,
  }: {
    readonly ui: Pick<Ui, 'pick'>;
    readonly terminals: Pick<TerminalRoles, 'isExpiringChosen' | 'obstacle'>;
    readonly env: () => Readonly<Record<string, string | undefined>>;
  },
  { title, canGoBack }: Pick<Question, 'title' | 'canGoBack'>,
): Promise<Picked<boolean> | typeof BACK> {
  const obstacle = await terminals.obstacle();
  if (obstacle?.why !== 'profile') {
    return decided(false);
  }
  if (obstacle.sources.emptyProfile === 'filled') {
    // There is nothing to choose.
    return decided(false);
  }
  if (terminals.isExpiringChosen) {
    return decided(true);
  }
  const file = awsConfigFile(env());
  const add: PickItem = {
    label: l10n.t('$(sync) Use an empty profile (recommended)'),
    detail: l10n.t('Keeps credentials fresh. Adds [profile {0}] to {1}.', EMPTY_PROFILE, inHome(file, env())),
  };
  const expire: PickItem = {
    label: l10n.t('$(clock) Put the credentials into variables'),
    detail: l10n.t('Changes no file. Needs a new terminal when they expire.'),
  };
  const choice = await ui.pick({
    title,
    canGoBack,
    placeholder: obstacleSentence(obstacle.sources),
    items: [add, expire],
  });
  if (choice === BACK) {
    return BACK;
  }
  if (!choice) {
    throw cancelled();
  }
  if (choice === add) {
    await addTo(file);
  }
  return { value: choice === expire, wasAsked: true };
}

async function addTo(file: string): Promise<void> {
  const comment = l10n.t(
    'Has no credentials, so that the AWS CLI and the AWS SDKs in terminals ask VS Code for those of a role.',
  );
  const { isOpen } = await editOrOpen(
    file,
    (text) => addEmptyProfile(readConfigText(text), EMPTY_PROFILE, comment),
    () => false,
  );
  if (isOpen) {
    const sentence = l10n.t('You have unsaved changes in {0}. Save it, then select the role again.', file);
    throw new AwsSsoError('InvalidRequest', sentence);
  }
}

function obstacleSentence({ profileVariables, profile = '' }: PreferredSources): string {
  const [variable] = profileVariables;
  return variable === undefined
    ? l10n.t('Your default profile overrides this role. How should terminals get it?')
    : l10n.t('AWS_PROFILE={0} overrides this role. How should terminals get it?', profile);
}
