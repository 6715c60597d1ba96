import type { RoleChain } from '../../aws/config/roleChains.ts';
import { consoleAddress, endpoint, type EndpointConfiguration } from '../../aws/endpoints/endpoints.ts';
import type { Retries } from '../../aws/services/retries.ts';
import { federatedConsoleLink } from '../../aws/services/signinToken.ts';
import { NEVER } from '../../base/never.ts';
import type { HttpClient } from '../../http/client/HttpClient.ts';
import type { RoleCredentialsCache, SessionRole } from '../../sessions/portal/RoleCredentialsCache.ts';

export interface ChainedConsoleOptions {
  readonly http: HttpClient;
  readonly retries: Retries;
  /** The user's own endpoints, and nobody else's: the credentials go to this address whole. */
  readonly settings: () => EndpointConfiguration['settings'];
  readonly roles: Pick<RoleCredentialsCache, 'get'>;
}

/** The address that opens the console with the role of a chain. The access portal has none for it. */
export type ChainedConsole = (
  chain: RoleChain,
  role: SessionRole,
  place: {
    /** The page of the access portal, where it is known. */
    readonly page: string | undefined;
    /** The page of the console; its home without one. */
    readonly destination?: string | undefined;
  },
) => Promise<string>;

/** @throws AwsSsoError as `RoleCredentialsCache.get`, `endpoint` and `federatedConsoleLink`. */
export function chainedConsole({ http, retries, settings, roles }: ChainedConsoleOptions): ChainedConsole {
  return async (
    { profile, region, ssoRegion },
    role,
    { page, destination = homeIn(region ?? ssoRegion) },
  ) => {
    const at = region ?? ssoRegion;
    const signin = endpoint('signin', at, { settings: settings(), env: {}, config: { services: {} } });
    const credentials = await roles.get({ ...role, profile });
    return federatedConsoleLink({ http, retries, signin, destination, issuer: page }, credentials, NEVER);
  };
}

function homeIn(region: string): string {
  return `${consoleAddress(region)}/console/home?region=${region}`;
}
