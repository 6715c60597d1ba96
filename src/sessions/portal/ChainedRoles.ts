import * as l10n from '@vscode/l10n';
import type { AwsFilesContent } from '../../aws/config/AwsFiles.ts';
import {
  type RefusedChain,
  type RoleChain,
  roleChains,
  type RoleChains,
} from '../../aws/config/roleChains.ts';
import type { RoleCredentials } from '../../aws/services/SsoPortal.ts';
import type { Sts } from '../../aws/services/Sts.ts';
import { AwsSsoError, isAwsSsoError } from '../../base/errors.ts';
import type { Log } from '../../base/Log.ts';
import { NEVER } from '../../base/never.ts';

export interface ChainedRolesOptions {
  /** Reads the AWS files; undefined where they are not to be used. */
  readonly read: () => Promise<AwsFilesContent | undefined>;
  /** The start URL of a session by its id, in its canonical form, as far as it is signed in. */
  readonly startUrlOf: (session: string) => string | undefined;
  /** STS as the profile of the chain wants it. @throws AwsSsoError as `stsEndpoint`. */
  readonly sts: (chain: RoleChain) => Promise<Pick<Sts, 'assumeRole'>>;
  readonly log: Log;
}

/** A role that is looked for in the AWS files. */
interface WantedRole {
  /** The session's id. */
  readonly session: string;
  readonly accountId: string;
  readonly roleName: string;
  readonly profile?: string | undefined;
}

const NONE: RoleChains = { chains: [], refused: [] };

/** The roles that profiles of the AWS files reach over roles of a session. */
export class ChainedRoles {
  readonly #options: ChainedRolesOptions;
  #read: { readonly content: AwsFilesContent; readonly chains: RoleChains } | undefined;
  readonly #told = new Set<string>();

  constructor(options: ChainedRolesOptions) {
    this.#options = options;
  }

  /** Those over the session's roles, and those that would be if something were not in the way. */
  async list(
    session: string,
  ): Promise<{ readonly chains: readonly RoleChain[]; readonly refused: readonly RefusedChain[] }> {
    const startUrl = this.#options.startUrlOf(session);
    const { chains, refused } = await this.#all();
    return {
      chains: chains.filter(({ base }) => base.startUrl === startUrl),
      refused: refused.filter((one) => one.startUrl !== undefined && one.startUrl === startUrl),
    };
  }

  /** The chain that leads to the role: that of its profile, or the first in the files. */
  async find({ session, profile, accountId, roleName }: WantedRole): Promise<RoleChain | undefined> {
    const startUrl = this.#options.startUrlOf(session);
    const { chains } = await this.#all();
    return chains.find(
      (chain) =>
        chain.accountId === accountId &&
        chain.roleName === roleName &&
        (profile === undefined || chain.profile === profile) &&
        (startUrl === undefined || chain.base.startUrl === startUrl),
    );
  }

  /**
   * Assumes the roles of the chain, one after the other.
   *
   * @param credentials those of the role at its beginning.
   * @throws AwsSsoError as `Sts.assumeRole`; `AccessDenied` names the role that may not be assumed.
   */
  async assume(chain: RoleChain, credentials: RoleCredentials): Promise<RoleCredentials> {
    const sts = await this.#options.sts(chain);
    let assumed = credentials;
    for (const link of chain.links) {
      try {
        assumed = await sts.assumeRole(link, assumed, NEVER);
      } catch (error) {
        throw isAwsSsoError(error, 'AccessDenied') ? notAllowed(link.roleArn, chain.profile, error) : error;
      }
    }
    return assumed;
  }

  async #all(): Promise<RoleChains> {
    const content = await this.#options.read();
    if (!content) {
      return NONE;
    }
    if (this.#read?.content !== content) {
      this.#read = { content, chains: roleChains(content) };
      this.#tell(this.#read.chains.refused);
    }
    return this.#read.chains;
  }

  /** Writes into the log, once, what nobody can use as it is written. */
  #tell(refused: readonly RefusedChain[]): void {
    for (const { profile, kind, sentence } of refused) {
      const line = `The profile “${profile}” isn’t offered as a role. ${sentence}`;
      if (kind !== 'elsewhere' && !this.#told.has(line)) {
        this.#told.add(line);
        this.#options.log.info(line);
      }
    }
  }
}

/** @throws AwsSsoError `InvalidRequest`: the profile of the role is another than it was. */
export function profileGone({ profile = '', accountId, roleName }: WantedRole): never {
  throw new AwsSsoError(
    'InvalidRequest',
    l10n.t(
      'The profile “{0}” of your AWS config no longer leads to {1} in {2}.',
      profile,
      roleName,
      accountId,
    ),
  );
}

function notAllowed(roleArn: string, profile: string, { service }: AwsSsoError): AwsSsoError {
  return new AwsSsoError(
    'AccessDenied',
    l10n.t(
      'AWS doesn’t allow {0} to be assumed as the profile “{1}” says. Check its external_id, or ask your administrator.',
      roleArn,
      profile,
    ),
    service ? { service } : {},
  );
}
