import * as v from 'valibot';
import type * as vscode from 'vscode';
import { type TerminalRole, TerminalRoleSchema } from '../terminalMemory.ts';

const USES = 'awsSso.terminalUses';
/** So many terminals are remembered, the newest. */
const MAX_USES = 100;

const MemorySchema = v.object({
  /** The run of the editor in which the terminals were opened. */
  editorSession: v.string(),
  uses: v.array(
    v.object({
      /** The process of the terminal's shell, which lives on when the window is reloaded. */
      pid: v.number(),
      /** The role that the window used when the terminal was opened; undefined for none. */
      role: v.optional(TerminalRoleSchema),
    }),
  ),
});

type TerminalUse = v.InferOutput<typeof MemorySchema>['uses'][number];

/** Remembers which role terminals were opened with, of those that use the role of the window. */
export class TerminalUses {
  readonly #workspaceState: vscode.Memento;
  readonly #editorSession: string;
  #uses: readonly TerminalUse[];
  /** The processes of terminals that were opened with a role before a reload. */
  readonly before: ReadonlySet<number>;

  constructor(workspaceState: vscode.Memento, editorSession: string) {
    this.#workspaceState = workspaceState;
    this.#editorSession = editorSession;
    const result = v.safeParse(MemorySchema, workspaceState.get(USES));
    const isOfThisRun = result.success && result.output.editorSession === editorSession;
    this.#uses = isOfThisRun ? result.output.uses : [];
    this.before = new Set(this.#uses.flatMap(({ pid, role }) => (role ? [pid] : [])));
  }

  /** Returns what the terminal was opened with; undefined where that is not known. */
  of(pid: number | undefined): { readonly role?: TerminalRole | undefined } | undefined {
    return this.#uses.find((use) => use.pid === pid);
  }

  /** Takes that a terminal was opened while the window used the role, or none. */
  opened(pid: number, role: TerminalRole | undefined): void {
    const others = this.#uses.filter((use) => use.pid !== pid);
    this.#write([...others, { pid, ...(role && { role }) }].slice(-MAX_USES));
  }

  closed(pid: number): void {
    if (this.of(pid)) {
      this.#write(this.#uses.filter((use) => use.pid !== pid));
    }
  }

  /** Takes that no role is used any more, so that no terminal has one. */
  ended(): void {
    if (this.#uses.some(({ role }) => role)) {
      this.#write(this.#uses.map(({ pid }) => ({ pid })));
    }
  }

  #write(uses: readonly TerminalUse[]): void {
    this.#uses = uses;
    const memory = { editorSession: this.#editorSession, uses };
    // What is lost is only what the status bar knows after a reload.
    Promise.resolve(this.#workspaceState.update(USES, memory)).catch(() => undefined);
  }
}
