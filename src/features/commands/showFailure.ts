import * as l10n from '@vscode/l10n';
import { isAwsSsoError, messageOf } from '../../base/errors.ts';
import type { Log } from '../../base/Log.ts';
import { openSessionsSetting } from '../signIn/questions/rememberSession.ts';
import type { Ui } from '../ui/Ui.ts';

export type Command<Result = unknown> = (argument?: unknown) => Promise<Result>;

export interface ShowFailureOptions {
  readonly ui: Pick<Ui, 'show' | 'run'>;
  readonly diagnose: () => Promise<void>;
  readonly log: Log;
}

/** Makes a command that never rejects: it says why it failed, unless the person has cancelled, and resolves to undefined. */
export function showingFailures(
  options: ShowFailureOptions,
): <Result>(run: Command<Result>) => Command<Result | undefined> {
  return (run) => async (argument) => {
    try {
      return await run(argument);
    } catch (error) {
      if (!isAwsSsoError(error, 'Cancelled')) {
        options.log.error(withErrno(error));
        void showFailure(error, options);
      }
      return undefined;
    }
  };
}

/** People read the sentence, those who help them the code. */
function withErrno(error: unknown): string {
  const { code } = ((error as Error).cause ?? {}) as NodeJS.ErrnoException;
  return code === undefined ? messageOf(error) : `${messageOf(error)} ${code}`;
}

/** Says why a command failed, and offers the one thing to do about it. */
export async function showFailure(error: unknown, { ui, diagnose }: ShowFailureOptions): Promise<void> {
  const openSettings = l10n.t('Open Settings');
  const lookForCause = l10n.t('Run Diagnostics');
  const showLog = l10n.t('Show Log');
  // Never without a button: VS Code cuts such a notification to one line.
  const buttons = isAwsSsoError(error, 'InvalidRequest')
    ? [openSettings]
    : isAwsSsoError(error, 'Network')
      ? [lookForCause]
      : [showLog];
  const pressed = await ui.show({ severity: 'error', text: messageOf(error), buttons });
  if (pressed === openSettings) {
    await openSessionsSetting(ui);
  } else if (pressed === lookForCause) {
    await diagnose();
  } else if (pressed === showLog) {
    await ui.run('awsSso.showLog');
  }
}
