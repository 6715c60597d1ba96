import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { messageOf } from '../../base/errors.ts';
import { freeName } from '../../base/freeName.ts';
import { type CacheKey, tokenName } from '../cache/cacheKey.ts';
import { type ConfigSection, configSections } from './configSections.ts';
import { homeDirectory } from './homeDirectory.ts';
import { parseRegion } from '../endpoints/regions.ts';
import { parseStartUrl, portalName } from '../endpoints/startUrl.ts';

/** A portal that the AWS config file says how to sign in to. */
export interface AwsConfigSession {
  /** Unique in the file. */
  readonly name: string;
  /** In its canonical form. */
  readonly startUrl: string;
  readonly region: string;
  /** Sorted, without repetitions, at least one. */
  readonly registrationScopes: readonly string[];
  /** What the AWS CLI files the tokens of this session by: one for each way that the file writes it. */
  readonly cacheKeys: readonly CacheKey[];
}

export interface AwsConfigSessions {
  readonly sessions: readonly AwsConfigSession[];
  /** A sentence for each thing that cannot be used, with its line and the reason. None quotes a value. */
  readonly problems: readonly string[];
  /** The absolute path of the file that was read, or looked for. */
  readonly file: string;
}

interface Portal extends Pick<AwsConfigSession, 'startUrl' | 'region'> {
  /** The start URL as the file writes it. */
  readonly written: string;
}

/** Without it, a token can neither list accounts nor be refreshed. */
const DEFAULT_SCOPES = ['sso:account:access'];

/** The absolute path of the AWS config file, whether or not it exists. */
export function awsConfigFile(env: Readonly<Record<string, string | undefined>>): string {
  const file = env['AWS_CONFIG_FILE'] || '~/.aws/config';
  return path.resolve(file.startsWith('~/') ? path.join(homeDirectory(env), file.slice(2)) : file);
}

/**
 * The sessions of the AWS config file: its sso-session sections, and its legacy profiles, which name a portal
 * themselves. Never rejects: a missing file has no sessions, and one that cannot be read is a problem.
 */
export async function awsConfigSessions(
  env: Readonly<Record<string, string | undefined>>,
): Promise<AwsConfigSessions> {
  const file = awsConfigFile(env);
  try {
    return { file, ...sessionsOf(await readFile(file, 'utf8')) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return { file, sessions: [], problems: code === 'ENOENT' ? [] : [unreadable(file, error)] };
  }
}

function sessionsOf(text: string): Omit<AwsConfigSessions, 'file'> {
  const { sections, problems } = configSections(text);
  const ssoSessions = sections.filter(({ kind }) => kind === 'sso-session');
  const profiles = sections.filter(({ kind }) => kind === 'profile');
  const sessions: (AwsConfigSession & { cacheKeys: CacheKey[] })[] = [];

  for (const section of ssoSessions) {
    const portal = portalOf(section);
    if (typeof portal === 'string') {
      problems.push(portal);
      continue;
    }
    const { name } = section;
    const { startUrl, region, written } = portal;
    const scopes = scopesOf(section);
    const cacheKey = { sessionName: name, startUrl: written, region, ...(scopes ? { scopes } : {}) };
    const registrationScopes = [...new Set(scopes ?? DEFAULT_SCOPES)].sort();
    sessions.push({ name, startUrl, region, registrationScopes, cacheKeys: [cacheKey] });
  }

  for (const profile of profiles) {
    const named = profile.settings.get('sso_session');
    if (named && !ssoSessions.some(({ name }) => name === named.value)) {
      problems.push(
        unusable(profile, named.line, l10n.t('The file has no sso-session of the name that it gives.')),
      );
    }
    if (named || !profile.settings.has('sso_start_url')) {
      continue;
    }
    const portal = portalOf(profile);
    if (typeof portal === 'string') {
      problems.push(portal);
      continue;
    }
    const { startUrl, region, written } = portal;
    const cacheKey: CacheKey = { startUrl: written, region };
    const same = sessions.find((session) => session.startUrl === startUrl && session.region === region);
    if (!same) {
      const name = freeName(portalName(startUrl), (name) =>
        sessions.some((session) => session.name === name),
      );
      sessions.push({ name, startUrl, region, registrationScopes: DEFAULT_SCOPES, cacheKeys: [cacheKey] });
    } else if (!same.cacheKeys.some((key) => tokenName(key) === written)) {
      same.cacheKeys.push(cacheKey);
    }
  }
  return { sessions, problems };
}

/** The portal that a section names, or the sentence that says why it cannot be used. */
function portalOf(section: ConfigSection): Portal | string {
  const startUrl = section.settings.get('sso_start_url');
  const region = section.settings.get('sso_region');
  if (!startUrl || !region) {
    const missing = startUrl ? 'sso_region' : 'sso_start_url';
    return unusable(section, section.line, l10n.t('It has no {0}. Add one.', missing));
  }
  let canonical: string;
  try {
    canonical = parseStartUrl(startUrl.value);
  } catch (error) {
    return unusable(section, startUrl.line, messageOf(error));
  }
  try {
    return { startUrl: canonical, region: parseRegion(region.value), written: startUrl.value };
  } catch {
    // The error quotes the value.
    const reason = l10n.t('Its sso_region is not an AWS region. One looks like us-east-1.');
    return unusable(section, region.line, reason);
  }
}

/** As the file orders them; undefined where it names none. */
function scopesOf({ settings }: ConfigSection): readonly string[] | undefined {
  const scopes = settings.get('sso_registration_scopes')?.value.split(',') ?? [];
  const named = scopes.map((scope) => scope.trim()).filter((scope) => scope !== '');
  return named.length > 0 ? named : undefined;
}

function unusable({ kind, name }: ConfigSection, line: number, reason: string): string {
  return l10n.t(
    'Line {0} of the AWS config file: the {1} “{2}” cannot be used. {3}',
    line,
    kind,
    name,
    reason,
  );
}

function unreadable(file: string, error: unknown): string {
  const { code = messageOf(error) } = error as NodeJS.ErrnoException;
  return l10n.t(
    'The AWS config file {0} cannot be read ({1}). Check that it is a file, and that you may read it.',
    file,
    code,
  );
}
