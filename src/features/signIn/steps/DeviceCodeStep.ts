import * as l10n from '@vscode/l10n';
import { messageOf } from '../../../base/errors.ts';
import type { UserCode } from '../../../oauth/deviceAuthorization.ts';
import { commandLink } from '../../ui/commandLink.ts';
import { innerCommand } from '../../ui/commandIds.ts';
import { copyText } from '../../ui/copyText.ts';
import { timeLeft } from '../../ui/timeLeft.ts';
import type { SignInStep, StepOptions } from './SignInStep.ts';

export interface DeviceCodeStepOptions extends StepOptions {
  readonly code: UserCode;
  /** Whether to offer a sign-in without a code. */
  readonly canUseBrowser: boolean;
}

/** The code that a person confirms in a browser, of this machine or of another. */
export class DeviceCodeStep implements SignInStep {
  readonly #options: DeviceCodeStepOptions;

  constructor(options: DeviceCodeStepOptions) {
    this.#options = options;
  }

  message(): string {
    const { id, code, canUseBrowser } = this.#options;
    const args = [
      code.userCode,
      timeLeft(code.expiresAt - Date.now()),
      code.verificationUriComplete,
      commandLink(innerCommand('copyCode'), id),
    ];
    return canUseBrowser
      ? l10n.t({
          message: 'Code {0}, {1}. [Open Browser]({2}), [Copy Code]({3}) or [Use the Browser Only]({4})',
          args: [...args, commandLink(innerCommand('useBrowser'), id)],
          comment: ['{0} is the code, {1} is such as “9 min left”. Keep the form [text]({2}).'],
        })
      : l10n.t({
          message: 'Code {0}, {1}. [Open Browser]({2}) or [Copy Code]({3})',
          args,
          comment: ['{0} is the code, {1} is such as “9 min left”. Keep the form [text]({2}).'],
        });
  }

  /** Offers the code until the browser was opened, or the person has closed the notification. */
  async offer(): Promise<void> {
    const { ui, code, isOver } = this.#options;
    const openBrowser = l10n.t('Open Browser');
    const copyCode = l10n.t('Copy Code');
    let isCopied = false;
    let isDone = false;
    while (!isDone) {
      const text = this.#offerText(isCopied);
      const choice = await ui.show({ severity: 'information', text, buttons: [openBrowser, copyCode] });
      if (choice !== undefined && isOver()) {
        // Nothing but a press closes the notification, so it may outlive its code.
        const over = l10n.t('The sign-in with the code {0} is over.', code.userCode);
        void ui.show({ severity: 'information', text: over });
        break;
      }
      // Pressing a button closes a notification, so it is shown again after copying: the code must stay in sight.
      if (choice === copyCode) {
        isCopied = await this.copy();
      } else {
        isDone = choice === undefined || (await this.#openBrowser());
      }
    }
  }

  /** @returns whether the clipboard took the code. */
  copy(): Promise<boolean> {
    return copyText(this.#options.code.userCode, this.#options);
  }

  #offerText(isCopied: boolean): string {
    const { name, code } = this.#options;
    const args = [name, code.userCode, code.verificationUri];
    const comment = ['Keep the form [{2}]({2}).'];
    return isCopied
      ? l10n.t({
          message: 'The code {1} was copied. Enter it at [{2}]({2}) to sign in to {0}.',
          args,
          comment,
        })
      : l10n.t({ message: 'To sign in to {0}, enter the code {1} at [{2}]({2}).', args, comment });
  }

  /** @returns false when the person declined, or the editor could not do it. */
  async #openBrowser(): Promise<boolean> {
    const { ui, code, log } = this.#options;
    try {
      return await ui.openExternal(code.verificationUriComplete);
    } catch (error) {
      log.warn(`The browser was not opened: ${messageOf(error)}`);
      return false;
    }
  }
}
