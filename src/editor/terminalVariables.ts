import { cliTime } from '../aws/cliTime.ts';
import { EMPTY_PROFILE, type PreferredSources } from '../aws/preferredSources.ts';
import type { RoleCredentials } from '../aws/SsoPortal.ts';

/** For terminals of which nothing is known. */
export const NO_SOURCES: PreferredSources = {
  ...{ variables: [], container: [], profileVariables: [], hasEmptyProfile: false },
};

export type Variables = Readonly<Record<string, string>>;

/** Why terminals get variables that expire rather than an address to fetch live credentials from. */
export type WhyNotLive =
  /** The terminals run on another machine than the extension. */
  | 'remote'
  /** The environment leads to another server of container credentials. */
  | 'container'
  /** A profile with credentials comes first. */
  | 'profile';

/** Undefined where the AWS CLI and the AWS SDKs in terminals can, and do, ask the server of this window. */
export function whyNotLive(
  isReachable: boolean,
  { container, profile, hasEmptyProfile }: PreferredSources,
): WhyNotLive | undefined {
  if (!isReachable) {
    return 'remote';
  }
  if (container.length > 0) {
    return 'container';
  }
  return profile !== undefined && !hasEmptyProfile ? 'profile' : undefined;
}

/** What terminals fetch live credentials with, and what keeps them from using others. */
export function liveVariables(
  server: { readonly uri: string; readonly secret: string },
  { variables, profileVariables, profile, region }: PreferredSources,
  regionOfRole: string | undefined,
): Variables {
  const blank = variables.map((name) => [name, ''] as const);
  const names = profile === undefined ? [] : [...profileVariables, 'AWS_PROFILE'];
  return {
    ...Object.fromEntries(blank),
    ...Object.fromEntries(names.map((name) => [name, EMPTY_PROFILE])),
    AWS_CONTAINER_CREDENTIALS_FULL_URI: server.uri,
    AWS_CONTAINER_AUTHORIZATION_TOKEN: server.secret,
    // The empty profile hides the region of the one in whose place it is.
    ...regionVariables(regionOfRole ?? (names.length > 0 ? region : undefined)),
  };
}

/** The credentials themselves, by the names that `aws configure export-credentials --format env` gives them. */
export function expiringVariables(
  { accessKeyId, secretAccessKey, sessionToken, expiration }: RoleCredentials,
  regionOfRole: string | undefined,
): Variables {
  return {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
    AWS_CREDENTIAL_EXPIRATION: cliTime(expiration),
    ...regionVariables(regionOfRole),
  };
}

/** The SDKs read the first, older versions of botocore the second only. */
function regionVariables(region: string | undefined): Variables {
  return region === undefined ? {} : { AWS_REGION: region, AWS_DEFAULT_REGION: region };
}
