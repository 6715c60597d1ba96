import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { isAwsSsoError, messageOf } from '../base/errors.ts';
import type { SignIn } from './SignIn.ts';
import type { TerminalRole } from './terminalMemory.ts';
import { accountOf } from './terminalSentences.ts';

/** Not every client in a terminal shows why it was given no credentials, so the editor does. */
export async function tellTerminalProblem(
  role: TerminalRole,
  problem: unknown,
  signIn: SignIn,
): Promise<void> {
  const signInNow = l10n.t('Sign In');
  const sentence = l10n.t(
    'A terminal asked for credentials of {0} in {1}. {2}',
    ...[role.roleName, accountOf(role), messageOf(problem)],
  );
  const buttons = isAwsSsoError(problem, 'NotSignedIn') ? [signInNow] : [];
  if ((await vscode.window.showWarningMessage(sentence, ...buttons)) === signInNow) {
    // How it ends is shown by the sign-in itself.
    await signIn
      .choose(role.sessionName)
      .then((config) => signIn.run(config))
      .catch(() => undefined);
  }
}
