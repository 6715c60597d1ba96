import { isRegion } from '../endpoints/regions.ts';
import { type Settings, textOf } from './awsConfig.ts';
import type { AwsFiles, AwsFilesContent } from './AwsFiles.ts';
import type { Environment } from './homeDirectory.ts';
import type { IniFile } from './ini.ts';

/**
 * A profile of the AWS config file that has nothing in it. Who uses it comes to the end of the chain of sources, where
 * container credentials are.
 */
export const EMPTY_PROFILE = 'aws-sso-terminals';

/**
 * What the AWS CLI and the AWS SDKs take credentials from before they ask for container credentials, which come
 * late in all of their chains (AWS SDKs and Tools Reference, "Standardized credential providers").
 */
export interface PreferredSources {
  /** Variables that hold credentials, or lead to some. All clients take them for absent when they are empty. */
  readonly variables: readonly string[];
  /** Variables that lead to other credentials as well. Empty, they break botocore. */
  readonly leading: readonly string[];
  /** Those of the variables for a profile that are set. Empty, they break botocore. */
  readonly profileVariables: readonly string[];
  /** A profile that some client would use, and that has credentials, or does not exist. */
  readonly profile?: string;
  /** The region of the profile in force, where no variable sets one. */
  readonly region?: string;
  /** Whether there is a profile `aws-sso-terminals`; and whether it has no credentials, as it should. */
  readonly emptyProfile: 'absent' | 'empty' | 'filled';
}

/** Variables that hold credentials, or lead to some. Empty, they count for nothing. */
export const SOURCE_VARIABLES = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  // Other names of these two, of the AWS SDKs for Go and of older ones.
  'AWS_ACCESS_KEY',
  'AWS_SECRET_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_SECURITY_TOKEN',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_ROLE_ARN',
];

const LEADING_VARIABLES = [
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
  'AWS_CREDENTIAL_FILE',
];

/** botocore asks for the first one first, the AWS CLI does not, and the AWS SDKs know the second only. */
export const PROFILE_VARIABLES = ['AWS_DEFAULT_PROFILE', 'AWS_PROFILE'];

/** All that hold credentials, lead to some, or choose among them. */
export const CREDENTIAL_VARIABLES: readonly string[] = [
  ...SOURCE_VARIABLES,
  ...LEADING_VARIABLES,
  ...PROFILE_VARIABLES,
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN',
];

/** Whoever sets one of these has decided where credentials come from. */
export const DECIDING_VARIABLES: readonly string[] = [
  ...CREDENTIAL_VARIABLES,
  'AWS_CONFIG_FILE',
  'AWS_SHARED_CREDENTIALS_FILE',
];

/** Each makes a profile one with credentials. */
const CREDENTIAL_SETTINGS = [
  'aws_access_key_id',
  'credential_process',
  'login_session',
  'role_arn',
  'sso_session',
  'sso_start_url',
  'web_identity_token_file',
];

/** By the files that the environment names. One that cannot be read has no profiles. */
export async function preferredSources(files: AwsFiles, env: Environment): Promise<PreferredSources> {
  const isSet = (name: string): boolean => Boolean(env[name]);
  const content = await files.read(env);
  const withCredentials = profilesWithCredentials(content);
  const profileVariables = PROFILE_VARIABLES.filter(isSet);
  const named = profileVariables.map((name) => env[name] ?? '');
  const used = isSet('AWS_PROFILE') ? named : [...named, 'default'];
  const profile = used.find(
    (name) => withCredentials.has(name) || (named.includes(name) && !content.profiles.has(name)),
  );
  const region = textOf(content.profiles.get(env['AWS_PROFILE'] || used[0] || ''), 'region');
  const hasRegion = isSet('AWS_REGION') || isSet('AWS_DEFAULT_REGION');
  const isThere = content.profiles.has(EMPTY_PROFILE);
  return {
    variables: SOURCE_VARIABLES.filter(isSet),
    leading: LEADING_VARIABLES.filter(isSet),
    profileVariables,
    ...(profile === undefined ? {} : { profile }),
    ...(isRegion(region) && !hasRegion ? { region } : {}),
    emptyProfile: withCredentials.has(EMPTY_PROFILE) ? 'filled' : isThere ? 'empty' : 'absent',
  };
}

/** What a profile is for: a role of IAM Identity Center, or a console session; or which one it is. */
export type ProfilePurpose =
  | { readonly accountId: string; readonly roleName: string }
  | { readonly loginSession: string }
  | { readonly profile: string };

/** The region of a profile for that, by the AWS files. Undefined where there is none, or several. */
export async function regionForRole(
  files: AwsFiles,
  env: Environment,
  purpose: ProfilePurpose,
): Promise<string | undefined> {
  const { profiles } = await files.read(env);
  if ('profile' in purpose) {
    const region = textOf(profiles.get(purpose.profile), 'region');
    return isRegion(region) ? region : undefined;
  }
  const wanted = Object.entries(
    'loginSession' in purpose
      ? { login_session: purpose.loginSession }
      : { sso_account_id: purpose.accountId, sso_role_name: purpose.roleName },
  );
  const regions = [...profiles.values()]
    .filter((settings) => wanted.every(([name, value]) => textOf(settings, name) === value))
    .map((settings) => textOf(settings, 'region'))
    .filter(isRegion);
  const [only, ...others] = new Set(regions);
  return others.length === 0 ? only : undefined;
}

/**
 * The profiles to which some client finds credentials. Clients differ in which headers they take for which profile, and
 * in which lines they take for settings: each counts here.
 */
function profilesWithCredentials({ config, credentials }: AwsFilesContent): ReadonlySet<string> {
  const names = new Set<string>();
  const add = ({ sections }: IniFile, header: RegExp): void => {
    for (const section of sections.values()) {
      const name = header.exec(section.header.trim())?.groups?.['name'];
      if (name !== undefined && hasCredentials(section.settings)) {
        names.add(name);
      }
    }
  };
  add(config.ini, /^(?:profile\s+|(?=["']?default["']?$))(["']?)(?<name>.*)\1$/s);
  add(credentials, /^(["']?)(?<name>.*)\1$/s);
  for (const { name, settings } of config.profiles.values()) {
    if (hasCredentials(settings)) {
      names.add(name);
    }
  }
  return names;
}

function hasCredentials(settings: Settings): boolean {
  const isIn = (name: string): boolean =>
    settings.has(name) || [...settings.values()].some(({ deeper }) => deeper?.has(name));
  return CREDENTIAL_SETTINGS.some(isIn);
}
