import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { AwsSsoError } from '../../base/errors.ts';
import type { BrowserStep } from './BrowserStep.ts';

/** As long as a browser is waited for. */
const PATIENCE_MS = 10 * 60_000;

/**
 * Asks for the text that the page in the browser ends with, until it is the right one. The box may be closed meanwhile, by
 * any other that the editor shows, and comes back when it is asked to.
 *
 * @returns the text, which rejects with AwsSsoError `Expired` after ten minutes, or the signal's reason; and what brings the
 * box into sight.
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
  input.placeholder = l10n.t('Text from the page in the browser');
  input.prompt = l10n.t(
    'Sign in and approve in the browser, then copy the text that the page shows, and paste it here. Denied, or no text? Press Cancel in the notification.',
  );
  // It is to be fetched from another window.
  input.ignoreFocusOut = true;
  input.buttons = [openBrowser, copyLink];
  let timer: NodeJS.Timeout | undefined;
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
    timer = setTimeout(
      () => reject(new AwsSsoError('Expired', l10n.t('The text was not brought in time. Sign in again.'))),
      PATIENCE_MS,
    ).unref();
    if (signal.aborted) {
      abort();
    } else {
      input.show();
    }
  }).finally(() => {
    clearTimeout(timer);
    input.dispose();
  });
  return { text, show: () => input.show() };
}
