import { readFile } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { type ConfigText, readConfigText } from '../../aws/config/addProfile.ts';
import { messageOf } from '../../base/errors.ts';
import { cancelled } from '../ui/cancellation.ts';
import { BACK, type Ui } from '../ui/Ui.ts';
import { type Edited, editOrOpen } from './editOrOpen.ts';

export interface NextStep {
  readonly sentence: string;
  readonly button?: { readonly label: string; readonly run: () => Promise<unknown> };
}

export interface AddProfileOptions {
  readonly ui: Pick<Ui, 'input'>;
  readonly title: string;
  readonly canGoBack: boolean;
  /** The absolute path of the AWS config file. */
  readonly file: string;
  /** A name for the profile. */
  readonly propose: (before: ConfigText) => string;
  /** The text of the file with the profile of that name. @throws AwsSsoError when it cannot have it. */
  readonly add: (before: ConfigText, name: string) => string;
  /** What is left for the person to do. */
  readonly nextStep?: (name: string) => NextStep;
  /** What goes with the profile besides the file. It is done before the file is written. */
  readonly beside?: {
    readonly begin: (name: string) => Promise<void>;
    /** Where the file could not be written, or the person has taken the profile back. */
    readonly undo: (name: string) => Promise<void>;
  };
}

/**
 * Asks for the name of a profile, adds it to the AWS config file, and says so.
 *
 * @returns `BACK` for the step before.
 * @throws AwsSsoError `Cancelled`; as `editOrOpen`.
 */
export async function askAndAddProfile({
  ui,
  title,
  canGoBack,
  file,
  propose,
  add,
  nextStep = () => ({ sentence: '' }),
  beside,
}: AddProfileOptions): Promise<typeof BACK | undefined> {
  // Read once: the name is checked with every key that is pressed.
  const before = readConfigText(await readFile(file, 'utf8').catch(() => ''));
  const profile = await ui.input({
    title,
    canGoBack,
    value: propose(before),
    prompt: l10n.t('Enter a name for the profile, for the AWS CLI’s option {0}', '--profile'),
    placeholder: 'dev',
    problemOf: (name) => {
      try {
        add(before, name.trim());
        return undefined;
      } catch (error) {
        return messageOf(error);
      }
    },
  });
  if (profile === BACK) {
    return BACK;
  }
  if (profile === undefined) {
    throw cancelled();
  }
  const name = profile.trim();
  await beside?.begin(name);
  const edited = await editOrOpen(
    file,
    (current) => add(readConfigText(current), name),
    // Lines that no client reads as they are meant: who adds to such a file had better look at it.
    (current) => readConfigText(current).config.problems.length > 0,
  ).catch(async (error: unknown) => {
    await beside?.undo(name);
    throw error;
  });
  const undo = async (): Promise<boolean> => {
    await beside?.undo(name);
    return edited.undo();
  };
  void (edited.isOpen ? tellOpen(name, file) : tellDone(name, file, nextStep(name), { ...edited, undo }));
  return undefined;
}

async function tellOpen(profile: string, file: string): Promise<void> {
  await vscode.window.showInformationMessage(
    l10n.t('Added the profile {0} at the end of {1}. Save the file to keep it.', profile, file),
  );
}

async function tellDone(profile: string, file: string, next: NextStep, { undo }: Edited): Promise<void> {
  const openFile = l10n.t('Open File');
  const undoNow = l10n.t('Undo');
  const done = `${l10n.t('Added the profile {0} to {1}.', profile, file)} ${next.sentence}`.trimEnd();
  const choice = await vscode.window.showInformationMessage(
    done,
    ...(next.button ? [next.button.label] : []),
    openFile,
    undoNow,
  );
  if (choice !== undefined && choice === next.button?.label) {
    await next.button.run();
  } else if (choice === openFile) {
    await vscode.window.showTextDocument(vscode.Uri.file(file));
  } else if (choice === undoNow && !(await undo())) {
    void vscode.window.showWarningMessage(
      l10n.t('Couldn’t undo: {0} has changed. Remove the profile {1} there.', file, profile),
    );
  }
}
