import type { AwsFiles } from '../../aws/config/AwsFiles.ts';
import { type PreferredSources, preferredSources, regionForRole } from '../../aws/config/preferredSources.ts';
import { abortable } from '../../base/abortable.ts';
import { isPassing, messageOf } from '../../base/errors.ts';
import { isConsoleRole, type TerminalMemory, type TerminalRole } from './terminalMemory.ts';
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
  /** What local terminals inherit. */
  readonly env: () => Readonly<Record<string, string | undefined>>;
}

/** What terminals get for a role. */
export interface Access {
  readonly variables: Variables;
  /** Undefined where they fetch live credentials. */
  readonly why: WhyNotLive | undefined;
  /** Where they fetch them, or did. */
  readonly address: KeptAddress | undefined;
  readonly preferred: readonly string[];
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
    const { isLocal, awsFiles, env } = this.#options;
    const role = memory.inUse;
    const sources = await abortable(signal, this.#sources());
    const region = isLocal
      ? await abortable(signal, regionForRole(awsFiles, env(), purposeOf(role)))
      : undefined;
    const why = memory.isExpiringChosen ? 'profile' : whyNotLive(isLocal, sources);
    if (why !== undefined) {
      return this.#expiring(memory, why, sources, region, signal);
    }
    const address = await abortable(signal, this.#listen(memory));
    return address && this.#server
      ? {
          variables: liveVariables(this.#server.accessTo(role), sources, region),
          why,
          address,
          preferred: [],
        }
      : this.#expiring(memory, 'port', sources, region, signal);
  }

  /** Gives no terminal credentials any more, those that are open included. */
  close(): void {
    this.#server?.dispose();
    this.#server = undefined;
  }

  dispose(): void {
    this.#isDisposed = true;
    this.close();
  }

  async #sources(): Promise<PreferredSources> {
    const { isLocal, awsFiles, env } = this.#options;
    return isLocal ? preferredSources(awsFiles, env()) : NO_SOURCES;
  }

  /** @returns undefined where that is not to be had. */
  async #listen({ address }: TerminalMemory): Promise<KeptAddress | undefined> {
    if (this.#isDisposed) {
      throw new Error('The window is closing.');
    }
    this.#server ??= new TerminalServer(this.#options);
    try {
      return await this.#server.listen(address);
    } catch (error) {
      this.#options.log.warn(`Terminals cannot be served: ${messageOf(error)}`);
      return undefined;
    }
  }

  async #expiring(
    { inUse: role, address }: TerminalMemory,
    why: WhyNotLive,
    sources: PreferredSources,
    region: string | undefined,
    signal: AbortSignal,
  ): Promise<Access> {
    const { sessions, roles } = this.#options;
    const preferred = sources.profileVariables.filter((name) => name === 'AWS_PROFILE');
    const fetching = sessions.load().then(() => roles.get(role));
    try {
      const credentials = await abortable(signal, fetching);
      const variables = expiringVariables(credentials, sources, region);
      return { variables, why, address, preferred, expiration: credentials.expiration };
    } catch (problem) {
      signal.throwIfAborted();
      // What is good still is given all the same, unless it is another person's.
      const left = isPassing(problem) ? roles.left(role) : undefined;
      return left
        ? {
            variables: expiringVariables(left, sources, region),
            why,
            address,
            preferred,
            expiration: left.expiration,
            problem,
          }
        : { variables: refusedVariables(sources), why, address, preferred, problem };
    }
  }
}

/** By what profiles name the same. */
function purposeOf(role: TerminalRole): Parameters<typeof regionForRole>[2] {
  return isConsoleRole(role) ? { loginSession: role.sessionName } : role;
}
