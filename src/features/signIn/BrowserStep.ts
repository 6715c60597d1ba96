import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { Log } from '../../base/Log.ts';
import { messageOf } from '../../base/errors.ts';
import { commandLink } from '../ui/commandLink.ts';
import { innerCommand } from '../ui/commandIds.ts';
import { copyText } from '../ui/copyText.ts';
import type { SignInStep } from './SignInStep.ts';

/** What a page is for. */
export interface BrowserPurpose {
  /** By which links in notifications find this very page. */
  readonly id: string;
  /** What is signed in to, as people know it. */
  readonly name: string;
  /** Has the sign-in go on with a code that the person carries. */
  readonly useCode: () => void;
}

/** The page that a person is to approve on, in a browser that then comes back by itself. */
export class BrowserStep implements SignInStep {
  readonly #purpose: BrowserPurpose;
  readonly #address: string;
  readonly #isDoubtful: boolean;
  readonly #isOver: () => boolean;
  readonly #log: Log;
  #isBack = false;

  /** @param isDoubtful whether the browser may be unable to come back. */
  constructor(
    purpose: BrowserPurpose,
    address: string,
    isDoubtful: boolean,
    isOver: () => boolean,
    log: Log,
  ) {
    this.#purpose = purpose;
    this.#address = address;
    this.#isDoubtful = isDoubtful;
    this.#isOver = isOver;
    this.#log = log;
  }

  message(): string {
    if (this.#isBack) {
      return l10n.t('The browser has come back. Finishing…');
    }
    // By commands: the address is long, and the editor cuts a message after a thousand characters, links included.
    const { id } = this.#purpose;
    const args = (['openBrowser', 'copyLink', 'useCode'] as const).map((name) =>
      commandLink(innerCommand(name), id),
    );
    return this.#isDoubtful
      ? l10n.t({
          message:
            'Waiting for the browser… [Open Browser]({0}) or [Copy Link]({1}). If it ends on a page that cannot be reached, [Use a Code Instead]({2})',
          args,
          comment: ['Keep the form [text]({0}).'],
        })
      : l10n.t({
          message:
            'Waiting for the browser… [Open Browser]({0}), [Copy Link]({1}) or [Use a Code Instead]({2})',
          args,
          comment: ['Keep the form [text]({0}).'],
        });
  }

  /** The browser has come back. */
  end(): void {
    this.#isBack = true;
  }

  /** Opens the page for the first time. @throws when the editor cannot. */
  async begin(): Promise<void> {
    if (!(await this.#open()) && !this.#isOver()) {
      // They may have copied the address instead, so it goes on.
      await this.#offer(
        l10n.t(
          'The browser was not opened. To sign in to {0}, open the link in a browser on this computer, or use a code.',
          this.#purpose.name,
        ),
      );
    }
  }

  /** Opens the page again. */
  async open(): Promise<void> {
    await this.#open().catch((error: unknown) => {
      this.#log.warn(`The browser was not opened: ${messageOf(error)}`);
    });
  }

  async copyLink(): Promise<void> {
    await copyText(this.#address, this.#log);
  }

  async offer(): Promise<void> {
    await this.#offer(
      l10n.t('The sign-in to {0} waits for your approval in the browser.', this.#purpose.name),
    );
  }

  /** Offers the ways to go on until one of them is taken, or the person has closed the notification. */
  async #offer(message: string): Promise<void> {
    const openBrowser = l10n.t('Open Browser');
    const copy = l10n.t('Copy Link');
    const useCode = l10n.t('Use a Code Instead');
    const choice = await vscode.window.showInformationMessage(message, openBrowser, copy, useCode);
    if (choice !== undefined && (this.#isOver() || this.#isBack)) {
      // Nothing but a press can close the notification, so it may outlive the sign-in.
      void vscode.window.showInformationMessage(l10n.t('This sign-in is over, or goes on another way.'));
    } else if (choice === useCode) {
      this.#purpose.useCode();
    } else if (choice === copy) {
      await this.copyLink();
    } else if (choice === openBrowser) {
      await this.open();
    }
  }

  async #open(): Promise<boolean> {
    return vscode.env.openExternal(vscode.Uri.parse(this.#address, true));
  }
}
