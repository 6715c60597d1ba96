import * as l10n from '@vscode/l10n';
import { shown } from '../../../base/shown.ts';
import { innerCommand } from '../../ui/commandIds.ts';
import type { PickItem, Ui } from '../../ui/Ui.ts';
import { typedAddress } from './notificationText.ts';
import { signInAction, type SignInActionId } from './signInActions.ts';
import type { SignInView } from './SignInStep.ts';

export interface SignInBoxOptions {
  /** Of the sign-in. */
  readonly id: string;
  readonly view: () => SignInView;
  /** Aborted when the sign-in is over. */
  readonly over: AbortSignal;
  readonly ui: Pick<Ui, 'pick' | 'run'>;
}

interface ActionItem extends PickItem {
  readonly command: SignInActionId;
}

/**
 * A sign-in in a quick input, for whoever doesn't see its notification: Zen Mode and Do Not Disturb hide those. It stays until
 * the sign-in is over or the person closes it.
 */
export class SignInBox {
  readonly #options: SignInBoxOptions;
  #drawn: AbortController | undefined;
  #looks = '';

  constructor(options: SignInBoxOptions) {
    this.#options = options;
  }

  async open(): Promise<void> {
    const { id, over, ui } = this.#options;
    if (this.#drawn) {
      return;
    }
    for (let isOpen = true; isOpen && !over.aborted;) {
      const drawn = new AbortController();
      this.#drawn = drawn;
      const item = await this.#pick(AbortSignal.any([over, drawn.signal]));
      if (item) {
        await ui.run(innerCommand(item.command), id);
      }
      isOpen = item !== undefined || drawn.signal.aborted;
    }
    this.#drawn = undefined;
  }

  /** Shows what there is to do now, if the box is open. */
  update(): void {
    if (looksOf(this.#options.view()) !== this.#looks) {
      this.#drawn?.abort();
    }
  }

  async #pick(signal: AbortSignal): Promise<ActionItem | undefined> {
    const view = this.#options.view();
    this.#looks = looksOf(view);
    const actions = [...view.actions, 'cancelSignIn' as const].map(signInAction);
    const answer = await this.#options.ui.pick<ActionItem>({
      title: view.sentence.replace(/\.$/, ''),
      canGoBack: false,
      placeholder:
        view.address === undefined
          ? l10n.t('Select what to do')
          : l10n.t('Confirm the code at {0}', typedAddress(view.address)),
      items: actions.map(({ command, label, icon }) => ({
        command,
        label: `$(${shown(icon)}) ${shown(label)}`,
      })),
      signal,
    });
    return typeof answer === 'object' ? answer : undefined;
  }
}

/** What has to be different for the box to be drawn anew. */
function looksOf({ sentence, actions }: SignInView): string {
  return `${sentence} ${actions.join()}`;
}
