import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import type { AwsFiles } from '../../aws/config/AwsFiles.ts';
import {
  type PreferredSources,
  preferredSources,
  type ProfilePurpose,
  regionForRole,
} from '../../aws/config/preferredSources.ts';
import { AwsSsoError, isAwsSsoError, isPassing, messageOf } from '../../base/errors.ts';
import type { Log } from '../../base/Log.ts';
import { within } from '../../base/within.ts';
import type { SecretStore } from '../../sessions/store/SecretStore.ts';
import {
  isConsoleRole,
  isSameRole,
  readTerminalMemory,
  type TerminalMemory,
  type TerminalRole,
  writeTerminalMemory,
} from './terminalMemory.ts';
import {
  type KeptAddress,
  type TerminalCredentials,
  TerminalServer,
  type TerminalSessions,
} from './TerminalServer.ts';
import {
  expiringVariables,
  liveVariables,
  NO_SOURCES,
  refusedVariables,
  type Variables,
  whyNotLive,
  type WhyNotLive,
} from './terminalVariables.ts';

/** So many roles are remembered for terminals that are open. */
const MAX_GIVEN = 10;
/** A second after `RoleCredentials` stops giving out the old ones. */
const RENEW_BEFORE_MS = 5 * 60_000 - 1000;
/** How often it is looked whether that is so: timers stand still while a machine sleeps. */
const LOOK_MS = 60_000;

/** What new terminals use. */
export interface TerminalState {
  readonly role: TerminalRole;
  /** Undefined where they fetch live credentials. */
  readonly why: WhyNotLive | undefined;
  /** When their variables expire, where they hold the credentials: epoch milliseconds. */
  readonly expiration?: number;
  /** Variables of theirs that some clients prefer to variables with credentials. */
  readonly preferred: readonly string[];
  /** Why there are no credentials, as far as is known. */
  readonly problem: unknown;
}

export interface TerminalRolesWorld {
  readonly sessions: TerminalSessions;
  readonly roles: TerminalCredentials;
  readonly secrets: SecretStore;
  readonly workspaceState: vscode.Memento;
  readonly environment: Pick<
    vscode.EnvironmentVariableCollection,
    'clear' | 'delete' | 'forEach' | 'persistent' | 'replace'
  >;
  /** Whether the terminals of this window run on the machine of this process. */
  readonly isLocal: boolean;
  readonly awsFiles: AwsFiles;
  /** What local terminals inherit. */
  readonly env: () => Readonly<Record<string, string | undefined>>;
  /** Told after every change of the state. */
  readonly onChange: (state: TerminalState | undefined) => void;
  /** Told when a terminal asks in vain, and a person can do something about it: once, until it works again. */
  readonly onProblem: (role: TerminalRole, problem: unknown) => void;
  readonly log: Log;
}

interface Expiring {
  readonly role: TerminalRole;
  readonly why: WhyNotLive;
  readonly sources: PreferredSources;
  readonly region: string | undefined;
  readonly check: () => void;
}

/**
 * The role that new terminals of this window use. Those that can reach this process get an address at which the AWS CLI and
 * the AWS SDKs fetch credentials whenever they need some; the others, credentials that expire.
 *
 * Terminals that are open keep the role that they were opened with, until no role is to be used any more.
 */
export class TerminalRoles {
  readonly #world: TerminalRolesWorld;
  #memory: TerminalMemory | undefined;
  #server: TerminalServer | undefined;
  #state: TerminalState | undefined;
  /** Those of the state. */
  #variables: Variables | undefined;
  #renewal: NodeJS.Timeout | undefined;
  /** The roles for which a person has been told of a problem. */
  #told: readonly TerminalRole[] = [];
  #isDisposed = false;
  #lastChange: Promise<unknown> = Promise.resolve();
  /** How often no role was to be used any more: what goes on then has come to nothing. */
  #stops = 0;

  constructor(world: TerminalRolesWorld) {
    this.#world = world;
    this.#memory = readTerminalMemory(world.workspaceState);
  }

  get state(): TerminalState | undefined {
    return this.#state;
  }

  /** What keeps terminals from live credentials as things are; undefined: nothing does. */
  async obstacle(): Promise<{ readonly why: WhyNotLive; readonly sources: PreferredSources } | undefined> {
    const sources = await this.#sources();
    const why = whyNotLive(this.#world.isLocal, sources);
    return why && { why, sources };
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
    return this.#inTurn(async (check) => {
      await this.#world.roles.get(role);
      check();
      const others = this.#memory?.given.filter((given) => !isSameRole(given, role)) ?? [];
      const given = [role, ...others].slice(0, MAX_GIVEN);
      return this.#apply({ ...this.#memory, inUse: role, given, isExpiringChosen }, check);
    });
  }

  /** Has terminals use the role that the workspace remembers, after a start of the editor. */
  restore(): Promise<void> {
    return this.#inTurn(async (check) => {
      if (this.#memory && !this.#state) {
        await this.#apply(this.#memory, check);
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
    const applying = this.#inTurn(async (check) => this.#memory && this.#apply(this.#memory, check));
    await within(patienceMs, applying).catch((error: unknown) =>
      this.#world.log.info(`Terminals: ${messageOf(error)}`),
    );
    return this.#memory && (this.#variables ?? refusedVariables(NO_SOURCES));
  }

  /** Has no terminal be given credentials any more, those that are open included. Waits for nothing that goes on. */
  async clear(): Promise<void> {
    const { environment, secrets, log } = this.#world;
    this.#stops++;
    this.#lastChange = Promise.resolve();
    clearTimeout(this.#renewal);
    environment.clear();
    this.#server?.dispose();
    this.#server = undefined;
    const address = this.#memory?.address;
    this.#memory = undefined;
    this.#variables = undefined;
    this.#set(undefined);
    await writeTerminalMemory(this.#world.workspaceState, undefined);
    if (address) {
      // Nobody listens there any more, so nobody need wait for a slow keyring.
      TerminalServer.forget(secrets, address).catch((error: unknown) =>
        log.warn(`The secret of the terminals was not deleted: ${messageOf(error)}`),
      );
    }
  }

  /** To be called when the sessions have changed: somebody may have signed in, or out. */
  update(): void {
    const state = this.#state;
    if (!state) {
      return;
    }
    const { role, why, problem } = state;
    const isSignedIn = this.#world.sessions.find(role.session) !== undefined;
    if (isSignedIn) {
      // The next time that nobody is, somebody has to be told again.
      this.#told = this.#told.filter(({ session }) => session !== role.session);
    }
    const isStale = isSignedIn === isAwsSsoError(problem, 'NotSignedIn');
    // Whoever has signed in may not be who it was.
    const isAnothers = why !== undefined && isSignedIn && !this.#world.roles.left(role);
    if (isStale || isAnothers) {
      this.#applyAgain();
    }
  }

  /** To be called when a terminal has been opened: what comes before the role may have changed since the last one. */
  look(): void {
    if (this.#state) {
      this.#applyAgain();
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    clearTimeout(this.#renewal);
    this.#server?.dispose();
  }

  /**
   * One change after the other.
   *
   * @param change is to call what it is given after each wait, which throws AwsSsoError `Cancelled` once no role is to be used.
   */
  #inTurn<Result>(change: (check: () => void) => Promise<Result>): Promise<Result> {
    const stops = this.#stops;
    const check = (): void => {
      if (stops !== this.#stops) {
        throw new AwsSsoError('Cancelled', l10n.t('Terminals are not to use a role any more.'));
      }
    };
    const turn = this.#lastChange.then(() => {
      check();
      return change(check);
    });
    this.#lastChange = turn.catch(() => undefined);
    return turn;
  }

  #applyAgain(): void {
    this.#inTurn(async (check) => {
      if (this.#memory && !this.#isDisposed) {
        await this.#apply(this.#memory, check);
      }
    }).catch((error: unknown) => this.#world.log.info(`Terminals: ${messageOf(error)}`));
  }

  async #sources(): Promise<PreferredSources> {
    const { isLocal, awsFiles, env } = this.#world;
    return isLocal ? preferredSources(awsFiles, env()) : NO_SOURCES;
  }

  async #apply(memory: TerminalMemory, check: () => void): Promise<TerminalState> {
    const { isLocal, awsFiles, env } = this.#world;
    const role = memory.inUse;
    clearTimeout(this.#renewal);
    const sources = await this.#sources();
    const region = isLocal ? await regionForRole(awsFiles, env(), wantedBy(role)) : undefined;
    const why = memory.isExpiringChosen ? 'profile' : whyNotLive(isLocal, sources);
    check();
    const address = why === undefined ? await this.#listen(memory) : memory.address;
    check();
    await this.#remember(address ? { ...memory, address } : memory);
    check();
    if (why === undefined && address && this.#server) {
      this.#setVariables(liveVariables(this.#server.accessTo(role), sources, region));
      const state = this.#set({ role, why, preferred: [], problem: this.#problemBefore(role) });
      void this.#check(role);
      return state;
    }
    return this.#applyExpiring({ role, why: why ?? 'port', sources, region, check });
  }

  /** @returns undefined where that is not to be had. */
  async #listen({ address }: TerminalMemory): Promise<KeptAddress | undefined> {
    if (this.#isDisposed) {
      throw new Error('The window is closing.');
    }
    this.#server ??= new TerminalServer({
      ...this.#world,
      given: () => this.#memory?.given ?? [],
      onAnswer: (role, problem) => this.#answered(role, problem),
    });
    try {
      return await this.#server.listen(address);
    } catch (error) {
      this.#world.log.warn(`Terminals cannot be served: ${messageOf(error)}`);
      return undefined;
    }
  }

  /** What is known of the role that is in use already. */
  #problemBefore(role: TerminalRole): unknown {
    const { sessions } = this.#world;
    const before = this.#state && isSameRole(this.#state.role, role) ? this.#state.problem : undefined;
    const isOver = isAwsSsoError(before, 'NotSignedIn') && sessions.find(role.session) !== undefined;
    return isOver ? undefined : before;
  }

  /** Finds out whether the session has ended. Terminals need not wait for that. */
  async #check(role: TerminalRole): Promise<void> {
    const { sessions } = this.#world;
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

  async #applyExpiring({ role, why, sources, region, check }: Expiring): Promise<TerminalState> {
    const { sessions, roles } = this.#world;
    const preferred = sources.profileVariables.filter((name) => name === 'AWS_PROFILE');
    const state = { role, why, preferred };
    const { credentials, problem } = await sessions
      .load()
      .then(() => roles.get(role))
      .then(
        (found) => ({ credentials: found, problem: undefined }),
        // What is good still is given all the same, unless it is another person's.
        (error: unknown) => ({
          credentials: isPassing(error) ? roles.left(role) : undefined,
          problem: error,
        }),
      );
    check();
    if (problem === undefined || isPassing(problem)) {
      this.#renewAt(credentials && problem === undefined ? credentials.expiration - RENEW_BEFORE_MS : 0);
    }
    this.#setVariables(
      credentials ? expiringVariables(credentials, sources, region) : refusedVariables(sources),
    );
    return this.#set({ ...state, ...(credentials && { expiration: credentials.expiration }), problem });
  }

  /** @param moment epoch milliseconds. */
  #renewAt(moment: number): void {
    const look = (): void => (Date.now() >= moment ? this.#applyAgain() : this.#renewAt(moment));
    if (!this.#isDisposed) {
      clearTimeout(this.#renewal);
      this.#renewal = setTimeout(look, LOOK_MS).unref();
    }
  }

  #answered(role: TerminalRole, problem: unknown): void {
    const takesPerson = isAwsSsoError(problem) && !isPassing(problem);
    const isTold = this.#told.some((told) => isSameRole(told, role));
    if (takesPerson && !isTold) {
      this.#told = [...this.#told, role];
      this.#world.onProblem(role, problem);
    }
    if (problem === undefined && isTold) {
      this.#told = this.#told.filter((told) => !isSameRole(told, role));
    }
    const state = this.#state;
    if (state && isSameRole(state.role, role) && state.problem !== problem && (takesPerson || !problem)) {
      this.#set({ ...state, problem });
    }
  }

  #setVariables(variables: Variables): void {
    const { environment } = this.#world;
    this.#variables = variables;
    // They hold secrets, and the editor would write them into a file.
    environment.persistent = false;
    environment.forEach((name) => (name in variables ? undefined : environment.delete(name)));
    for (const [name, value] of Object.entries(variables)) {
      // The second time after the start-up files of the shell, which may set some of them.
      environment.replace(name, value, { applyAtProcessCreation: true, applyAtShellIntegration: true });
    }
  }

  #set<State extends TerminalState | undefined>(state: State): State {
    this.#state = state;
    this.#world.onChange(state);
    return state;
  }

  async #remember(memory: TerminalMemory | undefined): Promise<void> {
    if (JSON.stringify(memory) !== JSON.stringify(this.#memory)) {
      await writeTerminalMemory(this.#world.workspaceState, memory);
      this.#memory = memory;
    }
  }
}

/** By what profiles name the same. */
function wantedBy(role: TerminalRole): ProfilePurpose {
  return isConsoleRole(role) ? { loginSession: role.sessionName } : role;
}
