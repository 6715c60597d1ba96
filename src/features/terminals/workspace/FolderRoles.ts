import type * as vscode from 'vscode';
import { TERMINAL_MEMORY } from '../terminalMemoryKey.ts';
import type { TerminalRoles } from '../TerminalRoles.ts';
import { FOLDER_MEMORY } from './folderMemoryKey.ts';

export interface FolderRolesOptions {
  readonly folders: () => readonly vscode.WorkspaceFolder[];
  readonly workspaceState: vscode.Memento;
  /** Makes what gives the terminals of a folder a role, which it remembers there. */
  readonly create: (folder: vscode.WorkspaceFolder, memory: vscode.Memento) => TerminalRoles;
}

/** The roles that terminals of single folders of a workspace use. Those of folders without one use the role of the window. */
export class FolderRoles {
  readonly #options: FolderRolesOptions;
  /** By the addresses of their folders. */
  readonly #roles = new Map<string, TerminalRoles>();

  constructor(options: FolderRolesOptions) {
    this.#options = options;
  }

  /** What gives the terminals of the folder a role. */
  of(folder: vscode.WorkspaceFolder): TerminalRoles {
    const key = keyOf(folder);
    const known = this.#roles.get(key);
    if (known) {
      return known;
    }
    const created = this.#options.create(folder, this.#memoryOf(key));
    this.#roles.set(key, created);
    return created;
  }

  /** The same, where the folder has a role of its own. */
  used(folder: vscode.WorkspaceFolder | undefined): TerminalRoles | undefined {
    return folder && this.#remembered()[keyOf(folder)] !== undefined ? this.of(folder) : undefined;
  }

  /** The same of all folders, in their order. */
  get all(): readonly TerminalRoles[] {
    return this.#options.folders().flatMap((folder) => this.used(folder) ?? []);
  }

  /** Has terminals use the roles that are remembered for their folders, after a start of the editor. */
  async restore(): Promise<void> {
    await Promise.all(this.all.map((roles) => roles.restore()));
  }

  /** Has no terminal of a folder be given credentials any more. */
  async clear(): Promise<void> {
    const all = new Set([...this.all, ...this.#roles.values()]);
    await Promise.all([...all].map((roles) => roles.clear()));
    await this.#options.workspaceState.update(FOLDER_MEMORY, undefined);
  }

  /** Takes that the sessions have changed. */
  update(): void {
    this.#roles.forEach((roles) => roles.update());
  }

  /** Takes that a terminal has been opened. */
  look(): void {
    this.#roles.forEach((roles) => roles.look());
  }

  /** Takes that folders may be gone from the workspace: nobody is given their roles any more. */
  async foldersChanged(): Promise<void> {
    const there = new Set(this.#options.folders().map(keyOf));
    const gone = [...this.#roles].filter(([key]) => !there.has(key));
    gone.forEach(([key]) => this.#roles.delete(key));
    await Promise.all(gone.map(([, roles]) => roles.clear().finally(() => roles.dispose())));
  }

  dispose(): void {
    this.#roles.forEach((roles) => roles.dispose());
  }

  /** One document for all of them, so that a start has one thing to look at. */
  #memoryOf(key: string): vscode.Memento {
    const { workspaceState } = this.#options;
    return {
      keys: () => [TERMINAL_MEMORY],
      get: () => this.#remembered()[key] as never,
      update: (_name: string, memory: unknown) => {
        const all = Object.entries({ ...this.#remembered(), [key]: memory }).filter(
          ([, one]) => one !== undefined,
        );
        return workspaceState.update(FOLDER_MEMORY, all.length > 0 ? Object.fromEntries(all) : undefined);
      },
    };
  }

  #remembered(): Readonly<Record<string, unknown>> {
    const all = this.#options.workspaceState.get<unknown>(FOLDER_MEMORY);
    return typeof all === 'object' && all !== null ? { ...all } : {};
  }
}

function keyOf({ uri }: vscode.WorkspaceFolder): string {
  return uri.toString();
}
