import * as l10n from '@vscode/l10n';
import type { Ui } from '../ui/Ui.ts';

/** Ids and labels of the sessions that were signed in: no secrets. */
type Labels = Readonly<Record<string, string>>;

export interface LostSessionsOptions {
  /** The editor's global state, which outlives its secrets. */
  readonly memory: {
    get(key: string): Labels | undefined;
    update(key: string, labels: Labels): PromiseLike<void>;
  };
  /** Where the sessions of this kind are in it. */
  readonly key: string;
  readonly signedIn: () => readonly { readonly id: string; readonly label: string }[];
  /** Whether the secret storage, or another window, knows anything of the session: that it has ended, too. */
  readonly hasRecord: (id: string) => boolean;
  /** Has the person sign in to it. How that ends is shown there. */
  readonly signIn: (id: string) => Promise<unknown>;
  readonly ui: Pick<Ui, 'show' | 'isFocused' | 'onDidChangeFocus'>;
}

/**
 * Tells the person, once, that the editor has lost a sign-in: an update or another keyring may cost it all of its secrets, and
 * nothing that is left in them says that there were any.
 */
export class LostSessions {
  readonly #options: LostSessionsOptions;
  readonly #subscription: { dispose(): void };
  #isLoaded = false;

  constructor(options: LostSessionsOptions) {
    this.#options = options;
    this.#subscription = options.ui.onDidChangeFocus(() => this.#tellAll());
  }

  /** Remembers what is signed in, and forgets what has ended. */
  update(): void {
    const { signedIn, hasRecord } = this.#options;
    const kept = Object.entries(this.#labels()).filter(([id]) => !hasRecord(id));
    this.#remember([...kept, ...signedIn().map(({ id, label }): [string, string] => [id, label])]);
  }

  /** Tells what is missing now that the secret storage has been read. */
  loaded(): void {
    this.#isLoaded = true;
    this.update();
    this.#tellAll();
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  #tellAll(): void {
    const { ui, hasRecord } = this.#options;
    // The others do it when the person looks at them, if it is still to be done.
    if (!this.#isLoaded || !ui.isFocused) {
      return;
    }
    const labels = Object.entries(this.#labels());
    const lost = labels.filter(([id]) => !hasRecord(id));
    this.#remember(labels.filter(([id]) => hasRecord(id)));
    for (const [id, label] of lost) {
      void this.#tell(id, label);
    }
  }

  async #tell(id: string, label: string): Promise<void> {
    const { ui, hasRecord, signIn } = this.#options;
    const again = l10n.t('Sign In');
    const text = l10n.t('VS Code lost your sign-in to {0}.', label);
    const pressed = await ui.show({ severity: 'warning', text, buttons: [again] });
    if (pressed === again && !hasRecord(id)) {
      await signIn(id).catch(() => undefined);
    }
  }

  #labels(): Labels {
    return this.#options.memory.get(this.#options.key) ?? {};
  }

  #remember(entries: readonly (readonly [string, string])[]): void {
    const { memory, key } = this.#options;
    const labels: Labels = Object.fromEntries([...entries].sort(([one], [other]) => (one < other ? -1 : 1)));
    if (JSON.stringify(labels) !== JSON.stringify(this.#labels())) {
      void memory.update(key, labels);
    }
  }
}
