import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import { abortable } from '../../base/abortable.ts';
import { AwsSsoError, isPassing, messageOf } from '../../base/errors.ts';
import { within } from '../../base/within.ts';
import { ChangeQueue } from './ChangeQueue.ts';
import { ProblemNotices, takesPerson } from './ProblemNotices.ts';
import { type Access, TerminalAccess, type TerminalAccessOptions } from './TerminalAccess.ts';
import { TerminalEnvironment, type VariableCollection } from './TerminalEnvironment.ts';
import {
  isSameRole,
  readTerminalMemory,
  type TerminalMemory,
  type TerminalRole,
  writeTerminalMemory,
} from './terminalMemory.ts';
import { TerminalServer, type TerminalSessions } from './TerminalServer.ts';
import { isStale, problemBefore, type TerminalState } from './terminalState.ts';
import { NO_SOURCES, refusedVariables, type Variables } from './terminalVariables.ts';
import { WallClockTimer } from './WallClockTimer.ts';

/** So many roles are remembered for terminals that are open. */
const MAX_GIVEN = 10;
/** A second after `RoleCredentials` stops giving out the old ones. */
const RENEW_BEFORE_MS = 5 * 60_000 - 1000;

export interface TerminalRolesOptions extends Omit<TerminalAccessOptions, 'given' | 'onAnswer' | 'sessions'> {
  readonly sessions: TerminalSessions;
  readonly workspaceState: vscode.Memento;
  readonly environment: VariableCollection;
  /** Told after every change of the state. */
  readonly onChange: (state: TerminalState | undefined) => void;
  /** Told when a terminal asks in vain, and a person can do something about it: once, until it works again. */
  readonly onProblem: (role: TerminalRole, problem: unknown) => void;
}

/**
 * The role that new terminals of this window use.
 *
 * Terminals that are open keep the role that they were opened with, until no role is to be used any more.
 */
export class TerminalRoles {
  readonly #options: TerminalRolesOptions;
  readonly #access: TerminalAccess;
  readonly #environment: TerminalEnvironment;
  readonly #notices: ProblemNotices;
  readonly #changes = new ChangeQueue();
  readonly #renewal = new WallClockTimer();
  #memory: TerminalMemory | undefined;
  #state: TerminalState | undefined;
  #isDisposed = false;

  constructor(options: TerminalRolesOptions) {
    this.#options = options;
    this.#environment = new TerminalEnvironment(options.environment);
    this.#notices = new ProblemNotices(options.onProblem);
    this.#memory = readTerminalMemory(options.workspaceState);
    this.#access = new TerminalAccess({
      ...options,
      given: () => this.#memory?.given ?? [],
      onAnswer: (role, problem) => this.#answered(role, problem),
    });
  }

  get state(): TerminalState | undefined {
    return this.#state;
  }

  /** Finds out what keeps terminals from live credentials as things are; undefined: nothing does. */
  obstacle(): ReturnType<TerminalAccess['obstacle']> {
    return this.#access.obstacle();
  }

  /** Whether the person has chosen variables that expire, for this workspace. */
  get isExpiringChosen(): boolean {
    return this.#memory?.isExpiringChosen === true;
  }

  /**
   * Has new terminals use the role.
   *
   * @throws AwsSsoError as `RoleCredentials.get`; nothing is changed then.
   */
  use(role: TerminalRole, isExpiringChosen: boolean): Promise<TerminalState> {
    return this.#changes.run(async (signal) => {
      await abortable(signal, this.#options.roles.get(role));
      const others = this.#memory?.given.filter((given) => !isSameRole(given, role)) ?? [];
      const given = [role, ...others].slice(0, MAX_GIVEN);
      return this.#apply({ ...this.#memory, inUse: role, given, isExpiringChosen }, signal);
    });
  }

  /** Has terminals use the role that the workspace remembers, after a start of the editor. */
  restore(): Promise<void> {
    return this.#changes.run(async (signal) => {
      if (this.#memory && !this.#state) {
        await this.#apply(this.#memory, signal);
      }
    });
  }

  /**
   * What a terminal that is opened now gets, looked at anew, for what runs elsewhere. After so many milliseconds, what is
   * known by then: never nothing while a role is remembered, because other credentials would be used then.
   *
   * @returns undefined where no role is used.
   */
  async variables(patienceMs: number): Promise<Variables | undefined> {
    const applying = this.#changes.run(async (signal) => this.#memory && this.#apply(this.#memory, signal));
    await within(patienceMs, applying).catch((error: unknown) =>
      this.#options.log.info(`Terminals: ${messageOf(error)}`),
    );
    return this.#memory && (this.#environment.variables ?? refusedVariables(NO_SOURCES));
  }

  /** Has no terminal be given credentials any more, those that are open included. Waits for nothing that goes on. */
  async clear(): Promise<void> {
    const { workspaceState, secrets, log } = this.#options;
    this.#changes.abort(new AwsSsoError('Cancelled', l10n.t('Terminals are not to use a role any more.')));
    this.#renewal.stop();
    this.#environment.clear();
    this.#access.close();
    const address = this.#memory?.address;
    this.#memory = undefined;
    this.#set(undefined);
    await writeTerminalMemory(workspaceState, undefined);
    if (address) {
      // Nobody listens there any more, so nobody need wait for a slow keyring.
      TerminalServer.forget(secrets, address).catch((error: unknown) =>
        log.warn(`The secret of the terminals was not deleted: ${messageOf(error)}`),
      );
    }
  }

  /** Takes that the sessions have changed: somebody may have signed in, or out. */
  update(): void {
    if (!this.#state) {
      return;
    }
    const { role } = this.#state;
    const isSignedIn = this.#options.sessions.find(role.session) !== undefined;
    if (isSignedIn) {
      this.#notices.signedIn(role.session);
    }
    const hasCredentials = this.#options.roles.left(role) !== undefined;
    if (isStale(this.#state, { isSignedIn, hasCredentials })) {
      this.#applyAgain();
    }
  }

  /** Takes that a terminal has been opened: what comes before the role may have changed since the last one. */
  look(): void {
    if (this.#state) {
      this.#applyAgain();
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#renewal.dispose();
    this.#access.dispose();
  }

  #applyAgain(): void {
    this.#changes
      .run(async (signal) => {
        if (this.#memory && !this.#isDisposed) {
          await this.#apply(this.#memory, signal);
        }
      })
      .catch((error: unknown) => this.#options.log.info(`Terminals: ${messageOf(error)}`));
  }

  async #apply(memory: TerminalMemory, signal: AbortSignal): Promise<TerminalState> {
    const { sessions } = this.#options;
    const role = memory.inUse;
    this.#renewal.stop();
    const access = await this.#access.open(memory, signal);
    const { variables, why, address, preferred, expiration } = access;
    await abortable(signal, this.#remember(address ? { ...memory, address } : memory));
    this.#environment.set(variables);
    const isSignedIn = sessions.find(role.session) !== undefined;
    const problem = why === undefined ? problemBefore(this.#state, role, isSignedIn) : access.problem;
    const state = { role, why, preferred, ...(expiration !== undefined && { expiration }), problem };
    if (why === undefined) {
      void this.#checkSession(role);
    } else {
      this.#renewLater(access);
    }
    return this.#set(state);
  }

  /** Finds out whether the session has ended. Terminals need not wait for that. */
  async #checkSession(role: TerminalRole): Promise<void> {
    const { sessions } = this.#options;
    await sessions.load().catch(() => undefined);
    if (!sessions.find(role.session)) {
      const problem = await sessions.fresh(role.session).then(
        () => undefined,
        (error: unknown) => error,
      );
      if (this.#state && isSameRole(this.#state.role, role)) {
        this.#set({ ...this.#state, problem });
      }
    }
  }

  #renewLater({ problem, expiration = 0 }: Access): void {
    if (problem === undefined || isPassing(problem)) {
      const moment = problem === undefined ? expiration - RENEW_BEFORE_MS : 0;
      this.#renewal.start(
        () => Date.now() >= moment,
        () => this.#applyAgain(),
      );
    }
  }

  #answered(role: TerminalRole, problem: unknown): void {
    this.#notices.answered(role, problem);
    const state = this.#state;
    if (state && isSameRole(state.role, role) && state.problem !== problem) {
      if (problem === undefined || takesPerson(problem)) {
        this.#set({ ...state, problem });
      }
    }
  }

  #set<State extends TerminalState | undefined>(state: State): State {
    this.#state = state;
    this.#options.onChange(state);
    return state;
  }

  async #remember(memory: TerminalMemory): Promise<void> {
    if (JSON.stringify(memory) !== JSON.stringify(this.#memory)) {
      // First, so that a role which is stopped meanwhile does not come back.
      this.#memory = memory;
      await writeTerminalMemory(this.#options.workspaceState, memory);
    }
  }
}
