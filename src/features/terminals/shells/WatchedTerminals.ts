import * as vscode from 'vscode';
import { within } from '../../../base/within.ts';
import type { OwnTerminal } from '../own/ownTerminalMemory.ts';
import type { OwnTerminals } from '../own/OwnTerminals.ts';
import { ownTerminalId } from '../own/ownShell.ts';
import type { TerminalRole } from '../terminalMemory.ts';
import type { FocusedTerminal } from '../ui/focusedStatus.ts';
import type { TerminalUses } from './TerminalUses.ts';

/** How long terminals may take to come back after a reload, in milliseconds. */
const PATIENCE_MS = 5_000;

export interface WatchOptions {
  readonly own: OwnTerminals;
  readonly uses: TerminalUses;
  /** The role that such new terminals use; `unknown` while the one that is remembered has not come back. */
  readonly inUse: (terminal: vscode.Terminal) => TerminalRole | 'unknown' | undefined;
  /** Told of the role of a terminal of its own that VS Code has started anew without it. */
  readonly onLost: (role: TerminalRole) => void;
  /** Told when another terminal has the focus, or more is known of it. */
  readonly onFocus: () => void;
}

/** The terminals of this window that are open, and what is known of each. */
export class WatchedTerminals {
  readonly #options: WatchOptions;
  readonly #pids = new Map<vscode.Terminal, number>();
  /** By the ids of terminals with a role of their own: whoever copies the environment of one copies its id, too. */
  readonly #first = new Map<string, vscode.Terminal>();
  /** Those that were there before this start of the window. */
  readonly #before: Set<vscode.Terminal>;
  #onArrival = (): void => undefined;
  readonly #subscriptions: readonly vscode.Disposable[];

  constructor(options: WatchOptions) {
    this.#options = options;
    const { window } = vscode;
    this.#before = new Set(window.terminals);
    // Those that are there already were opened without a role, unless they are known from before a reload.
    window.terminals.forEach((terminal) => void this.#look(terminal, options.inUse(terminal)));
    this.#subscriptions = [
      window.onDidOpenTerminal((terminal) => void this.#look(terminal, options.inUse(terminal))),
      window.onDidCloseTerminal((terminal) => this.#closed(terminal)),
      window.onDidChangeActiveTerminal((terminal) => {
        // The shell may have been started anew meanwhile.
        void (terminal && this.#look(terminal, 'unknown'));
        options.onFocus();
      }),
      // A shell that is started anew says nothing else.
      window.onDidChangeTerminalShellIntegration(({ terminal }) => void this.#look(terminal, 'unknown')),
    ];
  }

  /** Returns what is known of the terminal that has the focus, or had it last. */
  focused(): FocusedTerminal | undefined {
    const terminal = vscode.window.activeTerminal;
    if (!terminal) {
      return undefined;
    }
    const { own: ownTerminals, uses } = this.#options;
    const own = this.#own(terminal);
    if (own) {
      const { role, region, expiration } = own;
      return { role, isOwn: true, region, expiration, problem: ownTerminals.problem(own) };
    }
    const use = uses.of(this.#pids.get(terminal));
    return use && { role: use.role, isOwn: false };
  }

  #mayHaveRole(terminal: vscode.Terminal): boolean {
    const use = this.#options.uses.of(this.#pids.get(terminal));
    return !use || use.role !== undefined;
  }

  /** The terminals from before this start of the window, but for those without a role. VS Code may bring them back only after extensions are active. */
  async fromBefore(): Promise<readonly vscode.Terminal[]> {
    const { before } = this.#options.uses;
    const arrived = new Promise<void>((resolve) => {
      this.#onArrival = () => {
        const pids = new Set(this.#pids.values());
        if (this.#before.size > 0 && [...before].every((pid) => pids.has(pid))) {
          resolve();
        }
      };
    });
    this.#onArrival();
    await within(PATIENCE_MS, arrived);
    this.#onArrival = () => undefined;
    // Only by their processes is it known which they are.
    await Promise.all([...this.#before].map((terminal) => this.#look(terminal, 'unknown')));
    return vscode.window.terminals.filter(
      (terminal) => this.#before.has(terminal) && !this.#own(terminal) && this.#mayHaveRole(terminal),
    );
  }

  dispose(): void {
    this.#subscriptions.forEach((subscription) => void subscription.dispose());
  }

  /** @param role what it was opened with, unless it has a role of its own. */
  async #look(terminal: vscode.Terminal, role: TerminalRole | 'unknown' | undefined): Promise<void> {
    const { uses, onFocus } = this.#options;
    this.#own(terminal);
    const pid = await terminal.processId;
    if (pid === undefined || !vscode.window.terminals.includes(terminal)) {
      return;
    }
    this.#startedAnew(terminal, this.#pids.get(terminal), pid);
    this.#pids.set(terminal, pid);
    if (uses.before.has(pid)) {
      this.#before.add(terminal);
      this.#onArrival();
    }
    if (!this.#own(terminal) && role !== 'unknown' && !uses.of(pid)) {
      uses.opened(pid, role);
    }
    onFocus();
  }

  /** After a reload, VS Code does not know any more what a terminal was opened with: relaunched, it is like any other. */
  #startedAnew(terminal: vscode.Terminal, before: number | undefined, pid: number): void {
    const { own, uses, onLost } = this.#options;
    if (before === undefined || before === pid || own.opened(this.#idOf(terminal), pid)) {
      return;
    }
    uses.closed(before);
    const lost = own.opened(undefined, before);
    if (lost) {
      own.closed(undefined, before);
      onLost(lost.role);
    }
  }

  #closed(terminal: vscode.Terminal): void {
    const pid = this.#pids.get(terminal);
    this.#options.own.closed(this.#idOf(terminal), pid);
    this.#pids.delete(terminal);
    if (pid !== undefined) {
      this.#options.uses.closed(pid);
    }
  }

  #own(terminal: vscode.Terminal): OwnTerminal | undefined {
    return this.#options.own.opened(this.#idOf(terminal), this.#pids.get(terminal));
  }

  /** Where VS Code still has what the terminal was opened with: not after a reload. */
  #idOf(terminal: vscode.Terminal): string | undefined {
    const { creationOptions } = terminal;
    const id = 'env' in creationOptions ? ownTerminalId(creationOptions.env ?? {}) : undefined;
    if (id === undefined) {
      return undefined;
    }
    const first = this.#first.get(id) ?? terminal;
    this.#first.set(id, first);
    return first === terminal ? id : undefined;
  }
}
