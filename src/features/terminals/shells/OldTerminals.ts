import * as l10n from '@vscode/l10n';
import type { Ui } from '../../ui/Ui.ts';

/** A terminal of the editor, as far as it matters here. */
export interface NamedTerminal {
  readonly name: string;
}

export interface OldTerminalsOptions<Terminal extends NamedTerminal> {
  /** The terminals of this window that are open. */
  readonly open: () => readonly Terminal[];
  /** Those that were there before this start of the window. */
  readonly old: () => Promise<readonly Terminal[]>;
  readonly ui: Pick<Ui, 'show'>;
  readonly relaunch: (terminal: Terminal) => Promise<void>;
}

/** Terminals of this window that were opened with an access to a role which is over; and how they get a new one. */
export class OldTerminals<Terminal extends NamedTerminal> {
  readonly #options: OldTerminalsOptions<Terminal>;

  constructor(options: OldTerminalsOptions<Terminal>) {
    this.#options = options;
  }

  /** Says which terminals are old, and relaunches them if the person agrees. */
  async tell(roleName: string): Promise<void> {
    const { open, ui, relaunch } = this.#options;
    const old = await this.#options.old();
    if (old.length === 0) {
      return;
    }
    const button = l10n.t('Relaunch');
    const text = sentence([...new Set(old.map(({ name }) => name))], roleName);
    if ((await ui.show({ severity: 'warning', text, buttons: [button] })) === button) {
      for (const terminal of old) {
        if (open().includes(terminal)) {
          await relaunch(terminal);
        }
      }
    }
  }
}

function sentence(names: readonly string[], roleName: string): string {
  return names.length === 1
    ? l10n.t('The terminal {0} lost its access to {1}. Relaunch it to restore it.', names[0] ?? '', roleName)
    : l10n.t(
        'These terminals lost access to {1}: {0}. Relaunch them to restore it.',
        names.join(', '),
        roleName,
      );
}
