import type { AwsFiles } from '../../aws/config/AwsFiles.ts';
import {
  type PreferredSources,
  preferredSources,
  PROFILE_VARIABLES,
  type ProfilePurpose,
  regionForRole,
} from '../../aws/config/preferredSources.ts';
import { abortable } from '../../base/abortable.ts';
import { isPassing, messageOf } from '../../base/errors.ts';
import { isConsoleRole, type TerminalMemory, type TerminalRole } from './terminalMemory.ts';
import { type TerminalRegion, terminalRegion } from './region/terminalRegion.ts';
import { type KeptAddress, TerminalServer, type TerminalServerOptions } from './TerminalServer.ts';
import {
  expiringVariables,
  liveVariables,
  NO_SOURCES,
  refusedVariables,
  type Variables,
  whyNotLive,
  type WhyNotLive,
} from './terminalVariables.ts';

export interface TerminalAccessOptions extends TerminalServerOptions {
  /** Whether the terminals of this window run on the machine of this process. */
  readonly isLocal: boolean;
  readonly awsFiles: AwsFiles;
  /** What terminals inherit; of those on another machine, what is known of that. */
  readonly env: () => Readonly<Record<string, string | undefined>>;
  /** The region that the person chose for the account; an empty text for none, undefined where they were not asked. */
  readonly regionChosen: (accountId: string) => string | undefined;
  /** The region of roles for which nothing else names one. */
  readonly defaultRegion: () => string | undefined;
  /** Identifies this run of the editor: the same after a reload of the window, another one after a restart. */
  readonly editorSession: string;
}

/** What terminals get for a role. */
export interface Access {
  readonly variables: Variables;
  /** Undefined where they fetch live credentials. */
  readonly why: WhyNotLive | undefined;
  /** Where they fetch them, or did. */
  readonly address: KeptAddress | undefined;
  readonly preferred: readonly string[];
  /** As `TerminalState.region`. */
  readonly region: string | undefined;
  /** When the credentials in the variables expire: epoch milliseconds. Undefined where there are none. */
  readonly expiration?: number;
  /** Why there are no new credentials to put into variables. */
  readonly problem?: unknown;
}

/**
 * Finds out how terminals get the credentials of a role: those that can reach this process get an address at which the AWS CLI
 * and the AWS SDKs fetch some whenever they need them; the others, credentials that expire.
 */
export class TerminalAccess {
  readonly #options: TerminalAccessOptions;
  #server: TerminalServer | undefined;
  #isDisposed = false;

  constructor(options: TerminalAccessOptions) {
    this.#options = options;
  }

  /** Finds out what keeps terminals from live credentials as things are; undefined: nothing does. */
  async obstacle(): Promise<{ readonly why: WhyNotLive; readonly sources: PreferredSources } | undefined> {
    const sources = await this.#sources();
    const why = whyNotLive(this.#options.isLocal, sources);
    return why && { why, sources };
  }

  /** @throws the signal's reason; an error once it was disposed of. */
  async open(memory: TerminalMemory, signal: AbortSignal): Promise<Access> {
    const role = memory.inUse;
    const sources = await abortable(signal, this.#sources());
    const { region, toSet } = await abortable(signal, this.region(role));
    const why = memory.isExpiringChosen ? 'profile' : whyNotLive(this.#options.isLocal, sources);
    const address = why === undefined ? await abortable(signal, this.listen(memory)) : memory.address;
    if (why === undefined && address && this.#server) {
      const variables = liveVariables(this.#server.accessTo(role), sources, toSet);
      return { variables, why, address, preferred: [], region };
    }
    const expiring = await this.#expiring(role, sources, toSet, signal);
    const preferred = sources.profileVariables.filter((name) => name === 'AWS_PROFILE');
    return { ...expiring, why: why ?? 'port', address, preferred, region };
  }

  /** Finds out which region terminals use with the role. */
  async region(role: TerminalRole): Promise<TerminalRegion> {
    const { isLocal, awsFiles, env, regionChosen, defaultRegion } = this.#options;
    const inherited = env();
    const sources = await this.#sources();
    return terminalRegion({
      chosen: regionChosen(role.accountId),
      profileOfRole: isLocal ? await regionForRole(awsFiles, inherited, purposeOf(role)) : undefined,
      inherited: inherited['AWS_REGION'] || inherited['AWS_DEFAULT_REGION'],
      profile: sources.region,
      byDefault: defaultRegion(),
    });
  }

  /**
   * Listens for terminals from before, and for those to come.
   *
   * @returns where; undefined where that is not to be had.
   */
  async listen({
    address,
    editorSession,
  }: Pick<TerminalMemory, 'address' | 'editorSession'>): Promise<KeptAddress | undefined> {
    if (this.#isDisposed) {
      throw new Error('The window is closing.');
    }
    this.#server ??= new TerminalServer(this.#options);
    try {
      return await this.#server.listen(address, editorSession === this.#options.editorSession);
    } catch (error) {
      this.#options.log.warn(`Terminals cannot be served: ${messageOf(error)}`);
      return undefined;
    }
  }

  /** Gives no terminal credentials any more, those that are open included, and forgets the secret of that address. */
  close(address: KeptAddress | undefined): void {
    const { secrets, log } = this.#options;
    this.#server?.dispose();
    this.#server = undefined;
    if (address) {
      // Nobody listens there any more, so nobody need wait for a slow keyring.
      TerminalServer.forget(secrets, address).catch((error: unknown) =>
        log.warn(`The secret of the terminals was not deleted: ${messageOf(error)}`),
      );
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#server?.dispose();
  }

  async #sources(): Promise<PreferredSources> {
    const { isLocal, awsFiles, env } = this.#options;
    if (isLocal) {
      return preferredSources(awsFiles, env());
    }
    const known = env();
    return { ...NO_SOURCES, profileVariables: PROFILE_VARIABLES.filter((name) => Boolean(known[name])) };
  }

  async #expiring(
    role: TerminalRole,
    sources: PreferredSources,
    region: string | undefined,
    signal: AbortSignal,
  ): Promise<Pick<Access, 'variables' | 'expiration' | 'problem'>> {
    const { sessions, roles } = this.#options;
    const fetching = sessions.load().then(() => roles.get(role));
    try {
      const credentials = await abortable(signal, fetching);
      const variables = expiringVariables(credentials, sources, region);
      return { variables, expiration: credentials.expiration };
    } catch (problem) {
      signal.throwIfAborted();
      // What is good still is given all the same, unless it is another person's.
      const left = isPassing(problem) ? roles.left(role) : undefined;
      if (!left) {
        return { variables: refusedVariables(sources), problem };
      }
      const variables = expiringVariables(left, sources, region);
      return { variables, expiration: left.expiration, problem };
    }
  }
}

/** By what profiles name the same. */
function purposeOf(role: TerminalRole): ProfilePurpose {
  return isConsoleRole(role)
    ? { loginSession: role.sessionName }
    : role.profile === undefined
      ? { accountId: role.accountId, roleName: role.roleName }
      : { profile: role.profile };
}
