import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { awsConfigFile } from './awsConfigSessions.ts';
import { homeDirectory } from './homeDirectory.ts';
import { isRegion } from '../endpoints/regions.ts';

/**
 * A profile of the AWS config file that has nothing in it. Who uses it comes to the end of the chain of sources, where
 * container credentials are.
 */
export const EMPTY_PROFILE = 'aws-sso-terminals';

type Environment = Readonly<Record<string, string | undefined>>;

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

const VARIABLES = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
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

/** Whoever sets one of these has decided where credentials come from. */
export const DECIDING_VARIABLES: readonly string[] = [
  ...VARIABLES,
  ...LEADING_VARIABLES,
  ...PROFILE_VARIABLES,
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN',
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

/** Reads the files that the environment names. One that cannot be read has no profiles. */
export async function preferredSources(env: Environment): Promise<PreferredSources> {
  const isSet = (name: string): boolean => Boolean(env[name]);
  const [config, credentials] = await Promise.all([awsConfigFile(env), credentialsFile(env)].map(profilesOf));
  const settingsOf = (profile: string): readonly (Settings | undefined)[] => [
    config?.get(profile === 'default' ? profile : `profile ${profile}`),
    credentials?.get(profile),
  ];
  const profileVariables = PROFILE_VARIABLES.filter(isSet);
  const named = profileVariables.map((name) => env[name] ?? '');
  const used = isSet('AWS_PROFILE') ? named : [...named, 'default'];
  const profile = used.find((name) => {
    const found = settingsOf(name);
    const isMissing = named.includes(name) && found.every((settings) => settings === undefined);
    return isMissing || found.some(hasCredentials);
  });
  const region = settingsOf(env['AWS_PROFILE'] || used[0] || '')[0]?.get('region');
  const hasRegion = isSet('AWS_REGION') || isSet('AWS_DEFAULT_REGION');
  const empty = settingsOf(EMPTY_PROFILE);
  return {
    variables: VARIABLES.filter(isSet),
    leading: LEADING_VARIABLES.filter(isSet),
    profileVariables,
    ...(profile === undefined ? {} : { profile }),
    ...(isRegion(region) && !hasRegion ? { region } : {}),
    emptyProfile: empty.some(hasCredentials) ? 'filled' : empty[0] ? 'empty' : 'absent',
  };
}

/** What a profile is for: a role of IAM Identity Center, or a console session. */
export type ProfilePurpose =
  { readonly accountId: string; readonly roleName: string } | { readonly loginSession: string };

/** The region of a profile for that, by the AWS config file. Undefined where there is none, or several. */
export async function regionForRole(env: Environment, purpose: ProfilePurpose): Promise<string | undefined> {
  const wanted = Object.entries(
    'loginSession' in purpose
      ? { login_session: purpose.loginSession }
      : { sso_account_id: purpose.accountId, sso_role_name: purpose.roleName },
  );
  const profiles = await profilesOf(awsConfigFile(env));
  const regions = [...profiles.values()]
    .filter((settings) => wanted.every(([name, value]) => settings.get(name) === value))
    .map((settings) => settings.get('region'))
    .filter(isRegion);
  const [only, ...others] = new Set(regions);
  return others.length === 0 ? only : undefined;
}

function credentialsFile(env: Environment): string {
  const file = env['AWS_SHARED_CREDENTIALS_FILE'] || '~/.aws/credentials';
  return path.resolve(file.startsWith('~/') ? path.join(homeDirectory(env), file.slice(2)) : file);
}

type Settings = ReadonlyMap<string, string>;

/**
 * The settings by the header that they stand below, and by their names in small letters. Reads as credentials whatever
 * some client reads as such, for instance `AWS_ACCESS_KEY_ID: …`, which is more than `configSections` does.
 */
async function profilesOf(file: string): Promise<ReadonlyMap<string, Settings>> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const profiles = new Map<string, Map<string, string>>();
  let current = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const header = /^\s*\[\s*(profile\s+)?(["']?)(.*?)\2\s*\]/.exec(line);
    const setting = /^\s*([A-Za-z_]+)\s*[=:]\s*(.*?)\s*$/.exec(line);
    if (header) {
      const name = `${header[1] ? 'profile ' : ''}${header[3]}`;
      current = profiles.get(name === 'profile default' ? 'default' : name) ?? new Map<string, string>();
      profiles.set(name === 'profile default' ? 'default' : name, current);
    } else if (setting) {
      current.set(setting[1]!.toLowerCase(), setting[2]!);
    }
  }
  return profiles;
}

function hasCredentials(settings: Settings | undefined): boolean {
  return CREDENTIAL_SETTINGS.some((name) => settings?.has(name));
}
