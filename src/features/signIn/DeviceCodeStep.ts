import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Log } from '../../base/Log.ts';
import { messageOf } from '../../base/errors.ts';
import { type SessionConfig, sessionId } from '../../sessions/kinds/identityCenter.ts';
import type { UserCode } from '../../oauth/deviceAuthorization.ts';
import { commandLink } from '../ui/commandLink.ts';
import { innerCommand } from '../ui/commandIds.ts';
import { copyText } from '../ui/copyText.ts';
import type { SignInStep } from './SignInStep.ts';
import { timeLeft } from '../ui/timeLeft.ts';

/** The code that a person is to confirm in a browser, of this machine or of another. */
export class DeviceCodeStep implements SignInStep {
  readonly #config: SessionConfig;
  readonly #code: UserCode;
  readonly #canUseBrowser: boolean;
  readonly #isOver: () => boolean;
  readonly #log: Log;

  /** @param canUseBrowser whether to offer a sign-in without a code. */
  constructor(
    config: SessionConfig,
    code: UserCode,
    canUseBrowser: boolean,
    isOver: () => boolean,
    log: Log,
  ) {
    this.#config = config;
    this.#code = code;
    this.#canUseBrowser = canUseBrowser;
    this.#isOver = isOver;
    this.#log = log;
  }

  message(): string {
    const { userCode, verificationUriComplete, expiresAt } = this.#code;
    const args = [
      userCode,
      timeLeft(expiresAt - Date.now()),
      verificationUriComplete,
      commandLink(innerCommand('copyCode'), userCode),
    ];
    return this.#canUseBrowser
      ? l10n.t({
          message: 'Code {0}, {1}. [Open Browser]({2}), [Copy Code]({3}) or [Use the Browser Only]({4})',
          args: [...args, commandLink(innerCommand('useBrowser'), sessionId(this.#config))],
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
    const openBrowser = l10n.t('Open Browser');
    const copy = l10n.t('Copy Code');
    const { userCode, verificationUri } = this.#code;
    let isCopied = false;
    let isDone = false;
    while (!isDone) {
      const message = isCopied
        ? l10n.t({
            message: 'The code {1} was copied. Enter it at [{2}]({2}) to sign in to {0}.',
            args: [this.#config.name, userCode, verificationUri],
            comment: ['Keep the form [{2}]({2}).'],
          })
        : l10n.t({
            message: 'To sign in to {0}, enter the code {1} at [{2}]({2}).',
            args: [this.#config.name, userCode, verificationUri],
            comment: ['Keep the form [{2}]({2}).'],
          });
      const choice = await vscode.window.showInformationMessage(message, openBrowser, copy);
      if (choice !== undefined && this.#isOver()) {
        // Nothing but a press can close the notification, so it may outlive its code.
        void vscode.window.showInformationMessage(l10n.t('The sign-in with the code {0} is over.', userCode));
        break;
      }
      // Pressing a button closes a notification, so it is shown again after copying: the code must stay in sight.
      if (choice === copy) {
        isCopied = await copyText(userCode, this.#log);
      } else {
        isDone = choice === undefined || (await this.#openBrowser());
      }
    }
  }

  /** Returns false when the person declined, or the editor could not do it. */
  async #openBrowser(): Promise<boolean> {
    try {
      return await vscode.env.openExternal(vscode.Uri.parse(this.#code.verificationUriComplete, true));
    } catch (error) {
      this.#log.warn(`The browser was not opened: ${messageOf(error)}`);
      return false;
    }
  }
}
