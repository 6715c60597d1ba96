import * as l10n from '@vscode/l10n';
import { BROWSER_TIMEOUT_MS } from '../../../oauth/loopbackRedirection.ts';
import { copyText } from '../../ui/copyText.ts';
import { openAddress } from './openAddress.ts';
import type { SignInStep, SignInView, StepOptions } from './SignInStep.ts';

export interface BrowserStepOptions extends StepOptions {
  readonly address: string;
  /** Whether the browser may be unable to come back. */
  readonly isDoubtful: boolean;
}

/** The page where a person approves, in a browser that then comes back by itself. */
export class BrowserStep implements SignInStep {
  readonly #options: BrowserStepOptions;
  readonly #expiresAt = Date.now() + BROWSER_TIMEOUT_MS;
  #wasDeclined = false;

  constructor(options: BrowserStepOptions) {
    this.#options = options;
  }

  view(): SignInView {
    return {
      sentence: this.#sentence(),
      actions: ['openBrowser', 'copyLink', 'useCode'],
      expiresAt: this.#expiresAt,
    };
  }

  /** Opens the page for the first time. @throws when the editor cannot. */
  async begin(): Promise<void> {
    const { ui, address, changed } = this.#options;
    // They may have copied the address instead, so it goes on.
    this.#wasDeclined = !(await ui.openExternal(address));
    changed();
  }

  open(): Promise<void> {
    return openAddress(this.#options.address, this.#options);
  }

  async copy(): Promise<void> {
    await copyText(this.#options.address, this.#options);
  }

  #sentence(): string {
    const { name, isDoubtful } = this.#options;
    if (this.#wasDeclined) {
      return l10n.t('The browser wasn’t opened. To sign in to {0}, open the link on this computer.', name);
    }
    const approve = l10n.t('Approve the sign-in to {0} in your browser.', name);
    return isDoubtful
      ? `${approve} ${l10n.t('If the browser ends on a page that can’t be reached, use a code.')}`
      : approve;
  }
}
