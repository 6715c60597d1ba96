import * as l10n from '@vscode/l10n';
import { messageOf } from '../../base/errors.ts';
import { freeName } from '../../base/freeName.ts';
import { type CacheKey, tokenName } from '../cache/cacheKey.ts';
import { parseRegion } from '../endpoints/regions.ts';
import { parseStartUrl, portalName } from '../endpoints/startUrl.ts';
import { isForSso, type Kind, type Settings, textOf } from './awsConfig.ts';
import {
  awsConfigFile,
  type AwsFiles,
  type AwsFilesContent,
  credentialsFile,
  filesBehind,
} from './AwsFiles.ts';
import { fileProblems, homeProblems, type Problem, sentenceOf } from './fileProblems.ts';
import type { Environment } from './homeDirectory.ts';
import type { IniSetting } from './ini.ts';

/** A portal that the AWS files say how to sign in to. */
export interface AwsConfigSession {
  /** Unique in the files. */
  readonly name: string;
  /** In its canonical form. */
  readonly startUrl: string;
  readonly region: string;
  /** Sorted, without repetitions, at least one. */
  readonly registrationScopes: readonly string[];
  /** Where it's written: the header of its section, or of the first profile with its portal. */
  readonly place: FilePlace;
  /** What the AWS CLI files the tokens of this session by: one for each way that the files write it. */
  readonly cacheKeys: readonly CacheKey[];
}

/** A line of a file, from 1. */
export type FilePlace = Pick<IniSetting, 'file' | 'line'>;

export interface AwsConfigSessions {
  readonly sessions: readonly AwsConfigSession[];
  /** A sentence for each thing that cannot be used, with file, line and reason. None quotes a value. */
  readonly problems: readonly string[];
  /** The file to look at: that of the first problem, or the AWS config file. Its path is absolute. */
  readonly file: string;
  /** The absolute paths of all that was read or looked for, links and what they lead to. */
  readonly files: readonly string[];
}

interface Portal extends Pick<AwsConfigSession, 'startUrl' | 'region'> {
  /** The start URL as the file writes it. */
  readonly written: string;
}

/** A section, or a profile of both files. */
interface Subject {
  readonly kind: Kind;
  readonly name: string;
  readonly settings: Settings;
}

/** Without it, a token can neither list accounts nor be refreshed. */
const DEFAULT_SCOPES = ['sso:account:access'];

/**
 * The sessions of the AWS files: the sso-session sections of the config file, and the legacy profiles of both, which
 * name a portal themselves. Never rejects.
 */
export async function awsConfigSessions(
  files: AwsFiles,
  env: Environment,
  platform: NodeJS.Platform = process.platform,
): Promise<AwsConfigSessions> {
  const paths = [awsConfigFile(env), credentialsFile(env)];
  const content = await files.read(env);
  const found = new FoundSessions();
  found.addSections(content);
  found.addProfiles(content);
  const problems = [...fileProblems(content), ...found.problems, ...(await homeProblems(env, platform))];
  return {
    sessions: found.sessions,
    problems: problems.map((problem) => sentenceOf(problem, env)),
    file: problems[0]?.file ?? awsConfigFile(env),
    files: (await Promise.all(paths.map(filesBehind))).flat(),
  };
}

class FoundSessions {
  readonly sessions: AwsConfigSession[] = [];
  readonly problems: Problem[] = [];
  readonly #names = new Set<string>();
  /** By portal: the cache keys of the first session with it. */
  readonly #byPortal = new Map<string, CacheKey[]>();

  addSections({ config }: AwsFilesContent): void {
    for (const section of config.ssoSessions.values()) {
      const portal = portalOf(section, section);
      if ('sentence' in portal) {
        this.problems.push(portal);
        continue;
      }
      const scopes = scopesOf(section.settings);
      const { region, written } = portal;
      const cacheKey: CacheKey = { sessionName: section.name, startUrl: written, region };
      const key = scopes ? { ...cacheKey, scopes } : cacheKey;
      this.#add(section.name, portal, section, key, scopes);
    }
  }

  addProfiles({ config, credentials, profiles }: AwsFilesContent): void {
    for (const [name, settings] of profiles) {
      if (!isForSso(settings)) {
        continue;
      }
      const profile: Subject = { kind: 'profile', name, settings };
      const named = settings.get('sso_session');
      if (named) {
        // A name may hold what looks like a comment behind a value.
        if (!config.ssoSessions.has(named.written) && !config.ssoSessions.has(named.value)) {
          const reason = l10n.t(
            'Its sso_session isn’t the name of any [sso-session NAME] in the config file.',
          );
          this.problems.push(unusable(profile, named, reason));
        }
        continue;
      }
      const at = config.profiles.get(name) ?? credentials.sections.get(name)!;
      const portal = portalOf(profile, at);
      if ('sentence' in portal) {
        this.problems.push(portal);
      } else {
        this.#addLegacy(portal, at);
      }
    }
  }

  #addLegacy(portal: Portal, at: FilePlace): void {
    const { startUrl, region, written } = portal;
    const cacheKey: CacheKey = { startUrl: written, region };
    const same = this.#byPortal.get(portalKey(portal));
    if (!same) {
      const name = freeName(portalName(startUrl), (proposed) => this.#names.has(proposed));
      this.#add(name, portal, at, cacheKey);
    } else if (!same.some((key) => tokenName(key) === written)) {
      same.push(cacheKey);
    }
  }

  #add(
    name: string,
    { startUrl, region }: Portal,
    { file, line }: FilePlace,
    cacheKey: CacheKey,
    scopes: readonly string[] = DEFAULT_SCOPES,
  ): void {
    const cacheKeys = [cacheKey];
    const place = { file, line };
    const registrationScopes = [...new Set(scopes)].sort();
    this.sessions.push({ name, startUrl, region, registrationScopes, cacheKeys, place });
    this.#names.add(name);
    const portal = portalKey({ startUrl, region });
    if (!this.#byPortal.has(portal)) {
      this.#byPortal.set(portal, cacheKeys);
    }
  }
}

function portalKey({ startUrl, region }: Pick<Portal, 'startUrl' | 'region'>): string {
  return `${region} ${startUrl}`;
}

/** The portal that a section names, or why it cannot be used. */
function portalOf(subject: Subject, at: FilePlace): Portal | Problem {
  const { settings } = subject;
  for (const name of ['sso_start_url', 'sso_region']) {
    const setting = settings.get(name);
    if (setting?.deeperLine !== undefined) {
      const reason = l10n.t('The line is indented, so it belongs to {0} above. Remove the blanks.', name);
      return unusable(subject, { file: setting.file, line: setting.deeperLine }, reason);
    }
    if (!setting?.value) {
      return missing(subject, name, setting ?? at);
    }
  }
  const startUrl = settings.get('sso_start_url')!;
  const region = settings.get('sso_region')!;
  let canonical: string;
  try {
    canonical = parseStartUrl(startUrl.value);
  } catch (error) {
    return unusable(subject, startUrl, messageOf(error));
  }
  try {
    return { startUrl: canonical, region: parseRegion(region.value), written: startUrl.value };
  } catch {
    // The error quotes the value.
    const reason = l10n.t('Its sso_region isn’t an AWS region. A region looks like us-east-1.');
    return unusable(subject, region, reason);
  }
}

function missing(subject: Subject, name: string, at: FilePlace): Problem {
  for (const [above, { deeper }] of subject.settings) {
    const nested = deeper?.get(name);
    if (nested) {
      const reason = l10n.t('{0} is indented, so it belongs to {1} above. Remove the blanks.', name, above);
      return unusable(subject, nested, reason);
    }
  }
  return unusable(subject, at, l10n.t('It has no {0}. Add one.', name));
}

/** As the file orders them; undefined where it names none. */
function scopesOf(settings: Settings): readonly string[] | undefined {
  const scopes = textOf(settings, 'sso_registration_scopes')?.split(',') ?? [];
  const named = scopes.map((scope) => scope.trim()).filter((scope) => scope !== '');
  return named.length > 0 ? named : undefined;
}

function unusable({ kind, name }: Subject, { file, line }: FilePlace, reason: string): Problem {
  return { file, line, sentence: l10n.t('The {0} “{1}” can’t be used. {2}', kind, name, reason) };
}
