import * as l10n from '@vscode/l10n';
import { messageOf } from '../../../base/errors.ts';
import { commandLink } from '../../ui/commandLink.ts';
import { innerCommand } from '../../ui/commandIds.ts';
import { copyText } from '../../ui/copyText.ts';
import type { SignInStep, StepOptions } from './SignInStep.ts';

export interface BrowserStepOptions extends StepOptions {
  readonly address: string;
  /** Whether the browser may be unable to come back. */
  readonly isDoubtful: boolean;
}

/** The page where a person approves, in a browser that then comes back by itself. */
export class BrowserStep implements SignInStep {
  readonly #options: BrowserStepOptions;
  #isBack = false;

  constructor(options: BrowserStepOptions) {
    this.#options = options;
  }

  message(): string {
    if (this.#isBack) {
      return l10n.t('The browser has come back. Finishing…');
    }
    // By commands: the address is long, and the editor cuts a message after a thousand characters, links included.
    const args = (['openBrowser', 'copyLink', 'useCode'] as const).map((name) =>
      commandLink(innerCommand(name), this.#options.id),
    );
    return this.#options.isDoubtful
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

  /** Whether the browser has come back. */
  get isBack(): boolean {
    return this.#isBack;
  }

  cameBack(): void {
    this.#isBack = true;
  }

  /** Opens the page for the first time. @throws when the editor cannot. */
  async begin(): Promise<void> {
    const { ui, address, isOver, name } = this.#options;
    if (!(await ui.openExternal(address)) && !isOver()) {
      // They may have copied the address instead, so it goes on.
      await this.#offer(
        l10n.t(
          'The browser was not opened. To sign in to {0}, open the link in a browser on this computer, or use a code.',
          name,
        ),
      );
    }
  }

  /** Opens the page again. */
  async open(): Promise<void> {
    const { ui, address, log } = this.#options;
    await ui.openExternal(address).catch((error: unknown) => {
      log.warn(`The browser was not opened: ${messageOf(error)}`);
    });
  }

  async copyLink(): Promise<void> {
    await copyText(this.#options.address, this.#options);
  }

  async offer(): Promise<void> {
    await this.#offer(
      l10n.t('The sign-in to {0} waits for your approval in the browser.', this.#options.name),
    );
  }

  /** Offers the ways to go on until one of them is taken, or the person has closed the notification. */
  async #offer(text: string): Promise<void> {
    const { ui, isOver, choice } = this.#options;
    const openBrowser = l10n.t('Open Browser');
    const copy = l10n.t('Copy Link');
    const useCode = l10n.t('Use a Code Instead');
    const buttons = [openBrowser, copy, useCode];
    const pressed = await ui.show({ severity: 'information', text, buttons });
    if (pressed !== undefined && (isOver() || this.#isBack)) {
      // Nothing but a press closes the notification, so it may outlive the sign-in.
      const over = l10n.t('This sign-in is over, or goes on another way.');
      void ui.show({ severity: 'information', text: over });
    } else if (pressed === useCode) {
      choice.use('deviceAuthorization');
    } else if (pressed === copy) {
      await this.copyLink();
    } else if (pressed === openBrowser) {
      await this.open();
    }
  }
}
