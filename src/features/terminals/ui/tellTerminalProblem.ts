import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { isAwsSsoError, messageOf } from '../../../base/errors.ts';
import type { IdentityCenterSessions } from '../../../sessions/kinds/IdentityCenterSessions.ts';
import { sessionId } from '../../../sessions/kinds/identityCenter.ts';
import type { SignIn } from '../../signIn/SignIn.ts';
import type { ConsoleSignIn } from '../../signIn/ConsoleSignIn.ts';
import { isConsoleRole, type TerminalRole } from '../terminalMemory.ts';
import { accountOf } from '../terminalSentences.ts';

/** Not every client in a terminal shows why it was given no credentials, so the editor does. */
export async function tellTerminalProblem(
  role: TerminalRole,
  problem: unknown,
  {
    sessions,
    signIn,
    consoleSignIn,
  }: {
    readonly sessions: Pick<IdentityCenterSessions, 'known'>;
    readonly signIn: SignIn;
    readonly consoleSignIn: ConsoleSignIn;
  },
): Promise<void> {
  const signInNow = l10n.t('Sign In');
  const sentence = l10n.t(
    'A terminal asked for credentials of {0} in {1}. {2}',
    ...[role.roleName, accountOf(role), messageOf(problem)],
  );
  // Its name may be another's by now.
  const config = sessions.known().find((known) => sessionId(known) === role.session);
  const run = isConsoleRole(role)
    ? () => consoleSignIn.run({ session: role.sessionName })
    : config && (() => signIn.run(config));
  const buttons = isAwsSsoError(problem, 'NotSignedIn') && run ? [signInNow] : [];
  const choice = await vscode.window.showWarningMessage(sentence, ...buttons);
  if (choice === signInNow && run) {
    // How it ends is shown by the sign-in itself.
    await run().catch(() => undefined);
  }
}
