import { cliTime } from '../../aws/cache/cliTime.ts';
import { EMPTY_PROFILE, type PreferredSources } from '../../aws/config/preferredSources.ts';
import type { RoleCredentials } from '../../aws/services/SsoPortal.ts';

/** For terminals of which nothing is known. */
export const NO_SOURCES: PreferredSources = {
  ...{ variables: [], leading: [], profileVariables: [], emptyProfile: 'absent' },
};

export type Variables = Readonly<Record<string, string>>;

/** Why terminals get variables that expire rather than an address to fetch live credentials from. */
export type WhyNotLive =
  /** The terminals run on another machine than the extension. */
  | 'remote'
  /** The environment leads to other credentials, in a way that cannot be taken from it. */
  | 'environment'
  /** A profile with credentials comes first. */
  | 'profile'
  /** The extension may not listen. */
  | 'port';

/** Undefined where the AWS CLI and the AWS SDKs in terminals can, and do, ask the server of this window. */
export function whyNotLive(
  isReachable: boolean,
  { leading, profile, emptyProfile }: PreferredSources,
): WhyNotLive | undefined {
  if (!isReachable) {
    return 'remote';
  }
  if (leading.length > 0) {
    return 'environment';
  }
  return profile !== undefined && emptyProfile !== 'empty' ? 'profile' : undefined;
}

/** What terminals fetch live credentials with, and what keeps them from using others. */
export function liveVariables(
  server: { readonly uri: string; readonly token: string },
  { variables, profileVariables, profile, region }: PreferredSources,
  regionOfRole: string | undefined,
): Variables {
  const blank = variables.map((name) => [name, ''] as const);
  const names = profile === undefined ? [] : [...profileVariables, 'AWS_PROFILE'];
  return {
    ...Object.fromEntries(blank),
    ...Object.fromEntries(names.map((name) => [name, EMPTY_PROFILE])),
    AWS_CONTAINER_CREDENTIALS_FULL_URI: server.uri,
    AWS_CONTAINER_AUTHORIZATION_TOKEN: server.token,
    // The empty profile hides the region of the one in whose place it is.
    ...regionVariables(regionOfRole ?? (names.length > 0 ? region : undefined)),
  };
}

/** The credentials themselves, by the names that `aws configure export-credentials --format env` gives them. */
export function expiringVariables(
  { accessKeyId, secretAccessKey, sessionToken, expiration }: RoleCredentials,
  sources: PreferredSources,
  regionOfRole: string | undefined,
): Variables {
  return {
    ...keyVariables(accessKeyId, secretAccessKey, sessionToken, sources),
    AWS_CREDENTIAL_EXPIRATION: cliTime(expiration),
    ...regionVariables(regionOfRole),
  };
}

/**
 * What terminals get where there are no credentials: without any, they would use those that the role was to take the
 * place of. AWS refuses these, and says so with the name.
 */
export function refusedVariables(sources: PreferredSources): Variables {
  return keyVariables('NO-CREDENTIALS-SEE-EDITOR', 'none', 'none', sources);
}

function keyVariables(id: string, secret: string, token: string, { variables }: PreferredSources): Variables {
  return {
    AWS_ACCESS_KEY_ID: id,
    AWS_SECRET_ACCESS_KEY: secret,
    AWS_SESSION_TOKEN: token,
    // The older name of the same, which the AWS CLI and botocore prefer.
    ...(variables.includes('AWS_SECURITY_TOKEN') ? { AWS_SECURITY_TOKEN: token } : {}),
  };
}

/** The SDKs read the first, older versions of botocore the second only. */
function regionVariables(region: string | undefined): Variables {
  return region === undefined ? {} : { AWS_REGION: region, AWS_DEFAULT_REGION: region };
}
