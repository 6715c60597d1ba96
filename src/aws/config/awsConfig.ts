import * as l10n from '@vscode/l10n';
import { type IniFile, type IniProblem, type IniSection, type IniSetting, parseIni } from './ini.ts';
import { shellWords } from './shellWords.ts';

/** What an AWS config file has, by the names that the AWS CLI finds it by. */
export interface AwsConfig {
  readonly ini: IniFile;
  readonly profiles: ReadonlyMap<string, ConfigSection>;
  readonly ssoSessions: ReadonlyMap<string, ConfigSection>;
  readonly services: ReadonlyMap<string, ConfigSection>;
  /** Everything that some client does not read as it is meant, ordered by lines. */
  readonly problems: readonly IniProblem[];
}

export interface ConfigSection extends IniSection {
  readonly kind: Kind;
  readonly name: string;
}

export type Settings = ReadonlyMap<string, IniSetting>;

export type Kind = 'profile' | 'sso-session' | 'services';

/** botocore asks in this order what a header begins with, whatever comes behind. */
const KINDS: readonly Kind[] = ['profile', 'sso-session', 'services'];

/** What makes a section one that is meant for a sign-in. */
const SSO_SETTINGS = ['sso_session', 'sso_start_url'];

/** Reads the text of an AWS config file. */
export function parseAwsConfig(text: string, file: string): AwsConfig {
  return asAwsConfig(parseIni(text, file));
}

export function asAwsConfig(ini: IniFile): AwsConfig {
  const found = {
    profile: new Map<string, ConfigSection>(),
    'sso-session': new Map<string, ConfigSection>(),
    services: new Map<string, ConfigSection>(),
  };
  const problems = [...ini.problems];
  for (const section of ini.sections.values()) {
    const named = parseHeader(section);
    if (typeof named === 'string') {
      problems.push({ line: section.line, sentence: named });
    } else if (named) {
      const sections = found[named.kind];
      const before = sections.get(named.name);
      if (before) {
        const sentence = l10n.t(
          '[{0}] is the same as [{1}] in line {2}, and takes its place. Make them one.',
          section.header,
          before.header,
          before.line,
        );
        problems.push({ line: section.line, sentence });
      }
      sections.set(named.name, { ...section, ...named });
    }
  }
  return {
    ini,
    profiles: found.profile,
    ssoSessions: found['sso-session'],
    services: found.services,
    problems: problems.sort((one, other) => one.line - other.line),
  };
}

/** What the header says, or a sentence where it says nothing to the AWS CLI though it is meant to. */
function parseHeader({
  header,
  settings,
}: IniSection): Pick<ConfigSection, 'kind' | 'name'> | string | undefined {
  if (header === 'default') {
    return { kind: 'profile', name: 'default' };
  }
  const kind = KINDS.find((one) => header.startsWith(one));
  if (!kind) {
    return isForSso(settings)
      ? l10n.t('The AWS CLI doesn’t know [{0}]. Write [profile NAME] or [sso-session NAME].', header)
      : undefined;
  }
  const words = shellWords(header);
  if (!words) {
    return l10n.t('[{0}] has a quote that isn’t closed. Close it.', header);
  }
  const [word, name, ...others] = words;
  if (word !== kind && (others.length > 0 || !name)) {
    return undefined;
  }
  if (!name) {
    return l10n.t('[{0}] has no name. Write [{1} NAME].', header, kind);
  }
  return others.length > 0
    ? l10n.t('[{0}] has a name with blanks, which needs quotes. Write [{1} "NAME"].', header, kind)
    : { kind, name };
}

export function isForSso(settings: Settings): boolean {
  return SSO_SETTINGS.some((name) => settings.has(name));
}

/** The text of a setting; undefined where it is absent, empty or has nested settings. */
export function textOf(settings: Settings | undefined, name: string): string | undefined {
  return settings?.get(name)?.value || undefined;
}
