import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { BrowserStep } from './BrowserStep.ts';
import { cancelled } from './cancellation.ts';

/**
 * Asks for the text that the page in the browser ends with, until it is the right one. Closing the box gives up.
 *
 * @returns the text, which rejects with AwsSsoError `Cancelled` or the signal's reason; and what brings the box into sight.
 */
export function askConsoleCode(
  page: Pick<BrowserStep, 'open' | 'copyLink'>,
  problemOf: (text: string) => string | undefined,
  signal: AbortSignal,
): { readonly text: Promise<string>; readonly show: () => void } {
  const input = vscode.window.createInputBox();
  const openBrowser = { iconPath: new vscode.ThemeIcon('link-external'), tooltip: l10n.t('Open Browser') };
  const copyLink = { iconPath: new vscode.ThemeIcon('copy'), tooltip: l10n.t('Copy Link') };
  input.title = l10n.t('Sign in with AWS Console Credentials');
  input.placeholder = l10n.t('The text that the page shows in the end');
  input.prompt = l10n.t(
    'Sign in and approve in the browser, then copy the text that the page shows, and paste it here',
  );
  // It is to be fetched from another window.
  input.ignoreFocusOut = true;
  input.buttons = [openBrowser, copyLink];
  const text = new Promise<string>((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
    input.onDidTriggerButton((button) => void (button === openBrowser ? page.open() : page.copyLink()));
    input.onDidChangeValue((value) => {
      if (input.validationMessage) {
        input.validationMessage = problemOf(value) ?? '';
      }
    });
    input.onDidAccept(() => {
      const problem = problemOf(input.value);
      if (problem === undefined) {
        resolve(input.value);
      } else {
        input.validationMessage = problem;
      }
    });
    input.onDidHide(() => reject(cancelled()));
    if (signal.aborted) {
      abort();
    } else {
      input.show();
    }
  }).finally(() => input.dispose());
  return { text, show: () => input.show() };
}
