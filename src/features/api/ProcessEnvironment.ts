import { cliTime } from '../../aws/cache/cliTime.ts';
import type { AwsFiles } from '../../aws/config/AwsFiles.ts';
import type { Environment } from '../../aws/config/homeDirectory.ts';
import {
  CREDENTIAL_VARIABLES,
  EMPTY_PROFILE,
  preferredSources,
  PROFILE_VARIABLES,
  regionForRole,
} from '../../aws/config/preferredSources.ts';
import type { RoleCredentials } from '../../aws/services/SsoPortal.ts';
import { terminalRegion } from '../terminals/region/terminalRegion.ts';
import { ProcessServer, type ProcessServerOptions, type ServedRole } from './ProcessServer.ts';

/** For the environment of a child process. Null unsets a variable. */
type ProcessVariables = Readonly<Record<string, string | null>>;

export interface ProcessEnvironmentOptions extends ProcessServerOptions {
  readonly awsFiles: AwsFiles;
  /** What child processes inherit. */
  readonly env: Environment;
  /** As `TerminalAccessOptions.regionChosen`. */
  readonly regionChosen: (accountId: string) => string | undefined;
  readonly defaultRegion: () => string | undefined;
}

/** Whatever a child process inherits of these would win over the role, or stand beside it. */
const BLANKS: ProcessVariables = Object.fromEntries(
  [...CREDENTIAL_VARIABLES, 'AWS_CREDENTIAL_EXPIRATION'].map((name) => [name, null]),
);

/**
 * The variables that give a child process of another extension a role: an address of this window's, as terminals have one; or
 * credentials that expire, where a default profile would win over that. Knows nothing of the role of this window's terminals.
 */
export class ProcessEnvironment {
  readonly #options: ProcessEnvironmentOptions;
  readonly #server: ProcessServer;

  constructor(options: ProcessEnvironmentOptions) {
    this.#options = options;
    this.#server = new ProcessServer(options);
  }

  /**
   * Gives variables with live credentials, where the AWS CLI and the AWS SDKs take them.
   *
   * @param region the one that the caller wants, if any.
   * @throws AwsSsoError `NotSignedIn` when the session ends meanwhile.
   */
  async live(served: ServedRole, region: string | undefined): Promise<ProcessVariables> {
    const { given } = served;
    const profile = await this.#profile();
    const access = profile === 'filled' ? undefined : await this.#server.open(served);
    if (!access) {
      return this.expiring(given.credentials, given.role, region);
    }
    return Object.freeze({
      ...BLANKS,
      ...(profile === 'empty' && { AWS_PROFILE: EMPTY_PROFILE }),
      AWS_CONTAINER_CREDENTIALS_FULL_URI: access.uri,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: access.token,
      ...(await this.#region(given.role, region)),
    });
  }

  /** Gives variables that hold the credentials themselves. */
  async expiring(
    { accessKeyId, secretAccessKey, sessionToken, expiration }: RoleCredentials,
    role: { readonly accountId: string; readonly roleName: string },
    region: string | undefined,
  ): Promise<ProcessVariables> {
    return Object.freeze({
      ...BLANKS,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: sessionToken,
      AWS_CREDENTIAL_EXPIRATION: cliTime(expiration),
      ...(await this.#region(role, region)),
    });
  }

  /** Ends what was given of sessions that have ended. */
  onChange(change: Parameters<ProcessServer['onChange']>[0]): void {
    this.#server.onChange(change);
  }

  dispose(): void {
    this.#server.dispose();
  }

  /**
   * Finds out which profile a child process has to use. Clients fall back on the default one, which comes before the address
   * if it has credentials: `empty`, where there is a profile to take its place; `filled`, where there is none.
   */
  async #profile(): Promise<'none' | 'empty' | 'filled'> {
    const { awsFiles, env } = this.#options;
    const unset = Object.fromEntries(PROFILE_VARIABLES.map((name) => [name, undefined]));
    const { profile, emptyProfile } = await preferredSources(awsFiles, { ...env, ...unset });
    return profile === undefined ? 'none' : emptyProfile === 'empty' ? 'empty' : 'filled';
  }

  /** That of terminals, if the caller names none. Said in any case, since the profile that names it may be hidden. */
  async #region(
    role: { readonly accountId: string; readonly roleName: string },
    wanted: string | undefined,
  ): Promise<ProcessVariables> {
    const { awsFiles, env, regionChosen, defaultRegion } = this.#options;
    const region =
      wanted ??
      terminalRegion({
        chosen: regionChosen(role.accountId),
        profileOfRole: await regionForRole(awsFiles, env, role),
        inherited: env['AWS_REGION'] || env['AWS_DEFAULT_REGION'],
        profile: (await preferredSources(awsFiles, env)).region,
        byDefault: defaultRegion(),
      }).region;
    return region === undefined ? {} : { AWS_REGION: region, AWS_DEFAULT_REGION: region };
  }
}
