import { randomUUID } from 'node:crypto';
import type * as vscode from 'vscode';
import { SOURCE_VARIABLES } from '../../../aws/config/preferredSources.ts';
import { messageOf } from '../../../base/errors.ts';
import { ChangeQueue } from '../ChangeQueue.ts';
import { ProblemNotices, takesPerson } from '../ProblemNotices.ts';
import { TerminalAccess, type TerminalAccessOptions } from '../TerminalAccess.ts';
import type { TerminalRole } from '../terminalMemory.ts';
import { OWN_TERMINALS } from '../terminalMemoryKey.ts';
import type { TerminalSessions } from '../TerminalServer.ts';
import type { Variables } from '../terminalVariables.ts';
import { type OwnTerminal, type OwnTerminalMemory, readOwnTerminals } from './ownTerminalMemory.ts';

export interface OwnTerminalsOptions extends Omit<TerminalAccessOptions, 'given' | 'onAnswer' | 'sessions'> {
  readonly sessions: Pick<TerminalSessions, 'find' | 'load'>;
  readonly workspaceState: vscode.Memento;
  /** Told when something about one of the terminals has changed. */
  readonly onChange: () => void;
  /** As that of `TerminalRoles`. */
  readonly onProblem: (role: TerminalRole, problem: unknown) => void;
  /** Told that terminals which were opened with these roles get no more credentials. */
  readonly onAccessLost: (roles: readonly TerminalRole[]) => void;
}

/** What a new terminal gets. */
export interface OwnAccess {
  readonly terminal: OwnTerminal;
  readonly variables: Variables;
  /** Variables of the environment that would be preferred to these. */
  readonly removed: readonly string[];
}

/**
 * Terminals with a role of their own, whatever the window uses: each for as long as it is open, over a reload of the window too.
 * Each has a token of its own, which is worth nothing once it is closed, or after a restart of the editor.
 */
export class OwnTerminals {
  readonly #options: OwnTerminalsOptions;
  readonly #access: TerminalAccess;
  readonly #notices: ProblemNotices;
  readonly #changes = new ChangeQueue();
  readonly #problems = new Map<string, unknown>();
  /** Those of this run that have been opened, or are about to be. */
  readonly #known = new Set<string>();
  #memory: OwnTerminalMemory | undefined;

  constructor(options: OwnTerminalsOptions) {
    this.#options = options;
    this.#memory = readOwnTerminals(options.workspaceState);
    this.#notices = new ProblemNotices(options.onProblem);
    this.#access = new TerminalAccess({
      ...options,
      given: () => this.#open.map(({ id, role }) => ({ ...role, terminal: id })),
      onAnswer: (role, problem) => this.#answered(role, problem),
    });
  }

  /**
   * Prepares a terminal for the role.
   *
   * @throws AwsSsoError as `RoleCredentials.get`, where there are no credentials to put into its variables.
   */
  prepare(role: TerminalRole, isExpiringChosen: boolean): Promise<OwnAccess> {
    return this.#changes.run((signal) => this.#prepare(role, isExpiringChosen, signal));
  }

  async #prepare(role: TerminalRole, isExpiringChosen: boolean, signal: AbortSignal): Promise<OwnAccess> {
    const id = randomUUID();
    const memory = { ...this.#memory, inUse: { ...role, terminal: id }, given: [], isExpiringChosen };
    const access = await this.#access.open(memory, signal);
    const { variables, why, address, region, expiration, preferred } = access;
    if (why !== undefined && expiration === undefined) {
      throw access.problem;
    }
    const terminal = {
      ...{ id, role },
      ...(region !== undefined && { region }),
      ...(expiration !== undefined && { expiration }),
    };
    this.#known.add(id);
    // The others were closed while nobody looked.
    const others = this.#open.filter((other) => this.#known.has(other.id));
    this.#remember({
      terminals: [...others, terminal],
      editorSession: this.#options.editorSession,
      ...(address && { address }),
    });
    const ofRegion = region === undefined ? {} : { AWS_REGION: region, AWS_DEFAULT_REGION: region };
    const blank = Object.fromEntries(SOURCE_VARIABLES.map((name) => [name, '']));
    return { terminal, variables: { ...blank, ...variables, ...ofRegion }, removed: preferred };
  }

  /** Takes that a terminal is open, by its id; or by the process of its shell, after a reload. @returns which of these it is. */
  opened(id: string | undefined, pid: number | undefined): OwnTerminal | undefined {
    const found = this.#find(id, pid);
    if (found) {
      this.#known.add(found.id);
      if (pid !== undefined && found.pid !== pid) {
        this.#replace(found.id, [{ ...found, pid }]);
      }
    }
    return found;
  }

  /** Takes that a terminal was closed: nobody gets credentials with its token any more. */
  closed(id: string | undefined, pid: number | undefined): void {
    const found = this.#find(id, pid);
    if (found) {
      this.#problems.delete(found.id);
      this.#replace(found.id, []);
      this.#changes.run(() => Promise.resolve(this.#closeUnused())).catch(() => undefined);
    }
  }

  /** Returns why a terminal gets no credentials, as far as is known. */
  problem({ id }: OwnTerminal): unknown {
    return this.#problems.get(id);
  }

  /** Has terminals from before a reload be served again. After a restart of the editor they are told to be opened anew. */
  restore(): Promise<void> {
    return this.#changes.run(async () => {
      const before = this.#memory;
      if (!before || before.terminals.length === 0) {
        this.#closeUnused();
        return;
      }
      const { editorSession, onAccessLost } = this.#options;
      const address = before.address && (await this.#access.listen(before));
      const isKept = before.editorSession === editorSession && before.address?.secretId === address?.secretId;
      const terminals = isKept ? [...this.#open] : [];
      // Where none is left, it goes on for this run, to tell those from before.
      this.#remember({ terminals, editorSession, ...(address && { address }) });
      if (!isKept) {
        onAccessLost(before.terminals.map(({ role }) => role));
      }
    });
  }

  /** Takes that the sessions have changed: somebody may have signed in. */
  update(): void {
    for (const { session } of this.#open.map(({ role }) => role)) {
      if (this.#options.sessions.find(session) !== undefined) {
        this.#notices.signedIn(session);
      }
    }
  }

  dispose(): void {
    this.#access.dispose();
  }

  get #open(): readonly OwnTerminal[] {
    return this.#memory?.terminals ?? [];
  }

  #find(id: string | undefined, pid: number | undefined): OwnTerminal | undefined {
    return (
      this.#open.find((one) => one.id === id) ??
      this.#open.find((one) => pid !== undefined && one.pid === pid)
    );
  }

  #replace(id: string, by: readonly OwnTerminal[]): void {
    if (this.#memory) {
      const terminals = this.#open.flatMap((one) => (one.id === id ? by : [one]));
      this.#remember({ ...this.#memory, terminals });
    }
  }

  /** Forgets the secret when nobody has a use for it. */
  #closeUnused(): void {
    if (this.#memory?.terminals.length === 0) {
      this.#access.close(this.#memory.address);
      this.#remember(undefined);
    }
  }

  #remember(memory: OwnTerminalMemory | undefined): void {
    const { workspaceState, log, onChange } = this.#options;
    this.#memory = memory;
    Promise.resolve(workspaceState.update(OWN_TERMINALS, memory)).catch((error: unknown) =>
      log.warn(`Terminals with roles of their own are not remembered: ${messageOf(error)}`),
    );
    onChange();
  }

  #answered(role: TerminalRole, problem: unknown): void {
    this.#notices.answered(role, problem);
    const id = role.terminal ?? '';
    if (this.#problems.get(id) !== problem && (problem === undefined || takesPerson(problem))) {
      this.#problems.set(id, problem);
      this.#options.onChange();
    }
  }
}
