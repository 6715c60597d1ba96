import type * as vscode from 'vscode';
import { type PreferredSources, preferredSources, regionForRole } from '../aws/preferredSources.ts';
import { isAwsSsoError, isPassing } from '../base/errors.ts';
import type { Log } from '../base/Log.ts';
import type { RoleCredentials } from '../sessions/RoleCredentials.ts';
import type { SecretStore } from '../sessions/SecretStore.ts';
import type { Sessions } from '../sessions/Sessions.ts';
import {
  isSameRole,
  readTerminalMemory,
  type TerminalMemory,
  type TerminalRole,
  writeTerminalMemory,
} from './terminalMemory.ts';
import { TerminalServer } from './TerminalServer.ts';
import {
  expiringVariables,
  liveVariables,
  NO_SOURCES,
  type Variables,
  whyNotLive,
  type WhyNotLive,
} from './terminalVariables.ts';

/** So many roles are remembered for terminals that are open. */
const MAX_GIVEN = 10;
/** A second after `RoleCredentials` stops giving out the old ones. */
const RENEW_BEFORE_MS = 5 * 60_000 - 1000;
const RENEW_AGAIN_MS = 60_000;

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
  readonly sessions: Pick<Sessions, 'find' | 'fresh' | 'load'>;
  readonly roles: Pick<RoleCredentials, 'get' | 'left'>;
  readonly secrets: SecretStore;
  readonly workspaceState: vscode.Memento;
  readonly environment: Pick<
    vscode.EnvironmentVariableCollection,
    'clear' | 'delete' | 'forEach' | 'persistent' | 'replace'
  >;
  /** Whether the terminals of this window run on the machine of this process. */
  readonly isLocal: boolean;
  /** What local terminals inherit. */
  readonly env: () => Readonly<Record<string, string | undefined>>;
  /** Told after every change of the state. */
  readonly onChange: (state: TerminalState | undefined) => void;
  /** Told when a terminal asks in vain, and a person can do something about it: once, until it works again. */
  readonly onProblem: (role: TerminalRole, problem: unknown) => void;
  readonly log: Log;
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
  #renewal: NodeJS.Timeout | undefined;
  #told: TerminalRole | undefined;
  #isDisposed = false;
  #lastChange: Promise<unknown> = Promise.resolve();

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
    return this.#inTurn(async () => {
      await this.#world.roles.get(role);
      const others = this.#memory?.given.filter((given) => !isSameRole(given, role)) ?? [];
      const given = [role, ...others].slice(0, MAX_GIVEN);
      await this.#remember({ ...this.#memory, inUse: role, given, isExpiringChosen });
      return this.#apply(role);
    });
  }

  /** Has terminals use the role that the workspace remembers, after a start of the editor. */
  restore(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#memory && !this.#state) {
        await this.#apply(this.#memory.inUse);
      }
    });
  }

  /** Has no terminal use a role any more, those that are open included. */
  clear(): Promise<void> {
    return this.#inTurn(async () => {
      const { environment, secrets } = this.#world;
      clearTimeout(this.#renewal);
      environment.clear();
      this.#server?.dispose();
      this.#server = undefined;
      const address = this.#memory?.address;
      await this.#remember(undefined);
      this.#set(undefined);
      if (address) {
        await TerminalServer.forget(secrets, address);
      }
    });
  }

  /** To be called when the sessions have changed: somebody may have signed in, or out. */
  update(): void {
    const state = this.#state;
    const isSignedIn = state && this.#world.sessions.find(state.role.session) !== undefined;
    if (state && isSignedIn === (state.problem !== undefined)) {
      void this.#inTurn(async () => (this.#state === state ? this.#apply(state.role) : undefined));
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    clearTimeout(this.#renewal);
    this.#server?.dispose();
  }

  /** One change after the other. */
  #inTurn<Result>(change: () => Promise<Result>): Promise<Result> {
    const turn = this.#lastChange.then(change);
    this.#lastChange = turn.catch(() => undefined);
    return turn;
  }

  async #sources(): Promise<PreferredSources> {
    const { isLocal, env } = this.#world;
    return isLocal ? preferredSources(env()) : NO_SOURCES;
  }

  async #apply(role: TerminalRole): Promise<TerminalState> {
    const { sessions, isLocal, env } = this.#world;
    clearTimeout(this.#renewal);
    await sessions.load().catch(() => undefined);
    const sources = await this.#sources();
    const why = this.isExpiringChosen ? 'profile' : whyNotLive(isLocal, sources);
    const region = isLocal ? await regionForRole(env(), role) : undefined;
    return why === undefined
      ? this.#applyLive(role, sources, region)
      : this.#applyExpiring(role, why, sources, region);
  }

  async #applyLive(
    role: TerminalRole,
    sources: PreferredSources,
    region: string | undefined,
  ): Promise<TerminalState> {
    const server = (this.#server ??= this.#createServer());
    const address = await server.listen(this.#memory?.address);
    if (this.#memory && this.#memory.address?.port !== address.port) {
      await this.#remember({ ...this.#memory, address });
    }
    this.#setVariables(liveVariables({ uri: server.uri(role), secret: server.secret }, sources, region));
    return this.#set({ role, why: undefined, preferred: [], problem: await this.#problemOf(role) });
  }

  /** Why the session gives no credentials, if it has ended. */
  async #problemOf({ session }: TerminalRole): Promise<unknown> {
    const { sessions } = this.#world;
    return sessions.find(session)
      ? undefined
      : sessions.fresh(session).then(
          () => undefined,
          (error: unknown) => error,
        );
  }

  async #applyExpiring(
    role: TerminalRole,
    why: WhyNotLive,
    { profileVariables }: PreferredSources,
    region: string | undefined,
  ): Promise<TerminalState> {
    const state = { role, why, preferred: profileVariables };
    try {
      const credentials = await this.#world.roles.get(role);
      const { expiration } = credentials;
      this.#setVariables(expiringVariables(credentials, region));
      this.#applyAgain(role, Math.max(RENEW_AGAIN_MS, expiration - RENEW_BEFORE_MS - Date.now()));
      return this.#set({ ...state, expiration, problem: undefined });
    } catch (problem) {
      if (isPassing(problem)) {
        this.#applyAgain(role, RENEW_AGAIN_MS);
      } else {
        // What is left of them is about to expire, or belongs to somebody who has signed out.
        this.#world.environment.clear();
      }
      return this.#set({ ...state, problem });
    }
  }

  #applyAgain(role: TerminalRole, ms: number): void {
    if (!this.#isDisposed) {
      const isStill = (): boolean => this.#state?.role === role;
      const apply = async (): Promise<unknown> => (isStill() ? this.#apply(role) : undefined);
      this.#renewal = setTimeout(() => void this.#inTurn(apply), ms).unref();
    }
  }

  #createServer(): TerminalServer {
    return new TerminalServer({
      ...this.#world,
      given: () => this.#memory?.given ?? [],
      onAnswer: (role, problem) => this.#answered(role, problem),
    });
  }

  #answered(role: TerminalRole, problem: unknown): void {
    const mustTell = problem !== undefined && isAwsSsoError(problem) && !isPassing(problem);
    if (mustTell && !(this.#told && isSameRole(this.#told, role))) {
      this.#told = role;
      this.#world.onProblem(role, problem);
    }
    if (problem === undefined && this.#told && isSameRole(this.#told, role)) {
      this.#told = undefined;
    }
    const state = this.#state;
    if (state && isSameRole(state.role, role) && state.problem !== problem && (mustTell || !problem)) {
      this.#set({ ...state, problem });
    }
  }

  #setVariables(variables: Variables): void {
    const { environment } = this.#world;
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
    this.#memory = memory;
    await writeTerminalMemory(this.#world.workspaceState, memory);
  }
}
