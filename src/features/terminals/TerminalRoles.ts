import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import { abortable } from '../../base/abortable.ts';
import { AwsSsoError, messageOf } from '../../base/errors.ts';
import { within } from '../../base/within.ts';
import { ChangeQueue } from './ChangeQueue.ts';
import { isRenewalDue, staysExpired } from './expiringAccess.ts';
import { ProblemNotices, takesPerson } from './ProblemNotices.ts';
import { TerminalAccess, type TerminalAccessOptions } from './TerminalAccess.ts';
import { TerminalEnvironment, type VariableCollection } from './TerminalEnvironment.ts';
import {
  isSameRole,
  readTerminalMemory,
  type TerminalMemory,
  type TerminalRole,
  writeTerminalMemory,
} from './terminalMemory.ts';
import type { TerminalSessions } from './TerminalServer.ts';
import { isAccessLost, isStale, problemBefore, stateOf, type TerminalState } from './terminalState.ts';
import { NO_SOURCES, refusedVariables, type Variables } from './terminalVariables.ts';
import { WallClockTimer } from './WallClockTimer.ts';

/** So many roles are remembered for terminals that are open. */
const MAX_GIVEN = 10;

export interface TerminalRolesOptions extends Omit<TerminalAccessOptions, 'given' | 'onAnswer' | 'sessions'> {
  readonly sessions: TerminalSessions;
  readonly workspaceState: vscode.Memento;
  readonly environment: VariableCollection;
  /** The folder that the terminals are of, where they're not all of the window's. */
  readonly folder?: vscode.WorkspaceFolder;
  /** Whether the editor may keep the variables of terminals on disk, as long as they hold no credentials. */
  readonly mayPersist: () => boolean;
  /** Whether the shell of new terminals runs in the Windows Subsystem for Linux, though the window does not. */
  readonly isInWsl: () => boolean;
  /** Whether some terminal of this window is open. */
  readonly hasOpenTerminals: () => boolean;
  /** Told after every change of the state. */
  readonly onChange: (state: TerminalState | undefined) => void;
  /** Told when terminals that are open now have lost their access to the role. */
  readonly onAccessLost: (role: TerminalRole) => void;
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
  /** The credentials that variables hold. */
  #expiring: { readonly role: TerminalRole; readonly expiration: number } | undefined;
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

  /** Finds out which region terminals use with the role, and whether the person is to be asked for one. */
  region(role: TerminalRole): ReturnType<TerminalAccess['region']> {
    return this.#access.region(role);
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
    this.#changes.abort(new AwsSsoError('Cancelled', l10n.t('Terminals no longer use a role.')));
    this.#renewal.stop();
    this.#environment.clear();
    this.#access.close(this.#memory?.address);
    this.#memory = undefined;
    this.#set(undefined);
    await writeTerminalMemory(this.#options.workspaceState, undefined);
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
    const { sessions, editorSession, mayPersist, isInWsl, hasOpenTerminals, onAccessLost, folder } =
      this.#options;
    const role = memory.inUse;
    this.#renewal.stop();
    const before = this.#state ? undefined : this.#memory;
    const access = await this.#access.open(memory, signal);
    const { variables, why, address, expiration } = access;
    const now = { ...memory, editorSession, ...(address && { address }) };
    await abortable(signal, this.#remember(now));
    if (before && isAccessLost(before, now)) {
      onAccessLost(role);
    }
    if (!staysExpired(this.#expiring, role, access, Date.now())) {
      this.#environment.set(variables, expiration === undefined && mayPersist());
      this.#expiring = expiration === undefined ? undefined : { role, expiration };
    }
    const isSignedIn = sessions.find(role.session) !== undefined;
    const problem = why === undefined ? problemBefore(this.#state, role, isSignedIn) : access.problem;
    if (why === undefined) {
      void this.#checkSession(role);
    } else {
      this.#renewal.start(
        () => isRenewalDue(access, hasOpenTerminals(), Date.now()),
        () => this.#applyAgain(),
      );
    }
    return this.#set(stateOf(role, access, isInWsl(), problem, folder));
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
