import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { awsConfigFile } from './awsConfigSessions.ts';
import { type ConfigSection, configSections } from './configSections.ts';
import { homeDirectory } from './homeDirectory.ts';
import { isRegion } from './regions.ts';

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
  /** Variables that lead to another server of container credentials. Empty, they break botocore. */
  readonly container: readonly string[];
  /** Those of the variables for a profile that are set. Empty, they break botocore. */
  readonly profileVariables: readonly string[];
  /** The profile in force, where it has credentials, or where a variable names one that does not exist. */
  readonly profile?: string;
  /** The region of the profile in force, where no variable sets one. */
  readonly region?: string;
  /** Whether there is the profile `aws-sso-terminals`, with no credentials. */
  readonly hasEmptyProfile: boolean;
}

const VARIABLES = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_SECURITY_TOKEN',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_ROLE_ARN',
];

const CONTAINER_VARIABLES = [
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
];

/** The first that is set holds for botocore; the AWS SDKs know the second only. */
const PROFILE_VARIABLES = ['AWS_DEFAULT_PROFILE', 'AWS_PROFILE'];

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
  const [config, credentials] = await Promise.all([awsConfigFile(env), credentialsFile(env)].map(sectionsOf));
  const profileVariables = PROFILE_VARIABLES.filter(isSet);
  const named = env[profileVariables[0] ?? ''];
  const profile = named ?? 'default';
  const inConfig = config?.find((section) => section.kind === 'profile' && section.name === profile);
  const found = [inConfig, credentials?.find((section) => isCredentialsOf(profile, section))];
  const isMissing = named !== undefined && found.every((section) => section === undefined);
  const region = inConfig?.settings.get('region')?.value;
  const hasRegion = isSet('AWS_REGION') || isSet('AWS_DEFAULT_REGION');
  const empty = config?.find((section) => section.kind === 'profile' && section.name === EMPTY_PROFILE);
  return {
    variables: VARIABLES.filter(isSet),
    container: CONTAINER_VARIABLES.filter(isSet),
    profileVariables,
    ...(isMissing || found.some(hasCredentials) ? { profile } : {}),
    ...(isRegion(region) && !hasRegion ? { region } : {}),
    hasEmptyProfile:
      empty !== undefined &&
      ![empty, credentials?.find((section) => isCredentialsOf(EMPTY_PROFILE, section))].some(hasCredentials),
  };
}

/** The region of a profile for that role, by the AWS config file. Undefined where there is none, or several. */
export async function regionForRole(
  env: Environment,
  { accountId, roleName }: { readonly accountId: string; readonly roleName: string },
): Promise<string | undefined> {
  const sections = await sectionsOf(awsConfigFile(env));
  const regions = sections
    .filter(
      ({ kind, settings }) =>
        kind === 'profile' &&
        settings.get('sso_account_id')?.value === accountId &&
        settings.get('sso_role_name')?.value === roleName,
    )
    .map(({ settings }) => settings.get('region')?.value)
    .filter(isRegion);
  const [only, ...others] = new Set(regions);
  return others.length === 0 ? only : undefined;
}

function credentialsFile(env: Environment): string {
  const file = env['AWS_SHARED_CREDENTIALS_FILE'] || '~/.aws/credentials';
  return path.resolve(file.startsWith('~/') ? path.join(homeDirectory(env), file.slice(2)) : file);
}

async function sectionsOf(file: string): Promise<readonly ConfigSection[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return configSections(text).sections;
}

/** In the credentials file, headers are the names of profiles and nothing else. */
function isCredentialsOf(profile: string, { kind, name }: ConfigSection): boolean {
  const header = name === '' ? kind : `${kind} ${name}`;
  return profile === (header === 'profile default' ? 'default' : header);
}

function hasCredentials(section: ConfigSection | undefined): boolean {
  return CREDENTIAL_SETTINGS.some((name) => section?.settings.has(name));
}
