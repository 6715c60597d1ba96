import * as l10n from '@vscode/l10n';
import { AwsSsoError } from '../../base/errors.ts';
import { freeName } from '../../base/freeName.ts';
import { type ConfigSection, configSections } from './configSections.ts';
import { parseStartUrl } from '../endpoints/startUrl.ts';

/** A profile of a role, and the session that it gets its credentials through. */
export interface NewProfile {
  readonly profile: string;
  readonly sessionName: string;
  readonly startUrl: string;
  /** Of the session. */
  readonly region: string;
  readonly scopes: readonly string[];
  readonly accountId: string;
  readonly roleName: string;
  readonly defaultRegion?: string;
  readonly output?: string;
}

type Kind = 'profile' | 'sso-session';

/** What ends a value, or begins a comment, for one reader of the file or another. */
const NO_VALUE = /^$|^ | $|[^\S ]|[\p{Cc}\p{Cs}]|(^| )[#;]/u;

/** What means something in a header besides. */
const NO_NAME = /["'\\[\]]/;

/**
 * The text of an AWS config file with the profile at its end, as `aws configure sso` writes it, and behind it its
 * sso-session unless the file has it. What was there stays as it is, byte for byte.
 *
 * @throws AwsSsoError `InvalidRequest` when the file has the profile already, or another portal under the session's
 * name, or when the AWS CLI would not read a name or a value as it is meant.
 */
export function addProfile(text: string, profile: NewProfile): string {
  const { sections } = configSections(text);
  const { profile: name, sessionName, startUrl, region, scopes, accountId, roleName } = profile;
  checkNewProfile(text, name);
  checkName(sessionName);
  const added = [
    section('profile', name, {
      sso_session: sessionName,
      sso_account_id: accountId,
      sso_role_name: roleName,
      region: profile.defaultRegion || undefined,
      output: profile.output || undefined,
    }),
  ];
  if (!hasSection(text, sections, 'sso-session', sessionName)) {
    added.push(
      section('sso-session', sessionName, {
        sso_start_url: startUrl,
        sso_region: region,
        sso_registration_scopes: scopes.join(',') || undefined,
      }),
    );
  } else if (!isPortal(find(sections, 'sso-session', sessionName), profile)) {
    throw refused(
      l10n.t(
        'The AWS config file has an sso-session “{0}” with another portal or region. Correct it, or give the session another name.',
        sessionName,
      ),
    );
  }
  return append(text, added);
}

/** A profile of a console session, as `aws login` writes it. */
export interface NewLoginProfile {
  readonly profile: string;
  /** Its `login_session`. */
  readonly arn: string;
  readonly region: string;
}

/**
 * The text of an AWS config file with that profile at its end.
 *
 * @throws AwsSsoError `InvalidRequest` as `addProfile`.
 */
export function addLoginProfile(text: string, { profile, arn, region }: NewLoginProfile): string {
  checkNewProfile(text, profile);
  return append(text, [section('profile', profile, { login_session: arn, region })]);
}

/** A name for that profile, with a number behind it where the file has that one. */
export function proposedLoginProfileName(text: string, user: string): string {
  return freeProfileName(text, user.replace(/[^A-Za-z0-9_.-]+/g, '-'));
}

/**
 * The text of an AWS config file with a profile at its end that has nothing but a comment, which says what for. As it
 * is, where it has that profile.
 */
export function addEmptyProfile(text: string, profile: string, comment: string): string {
  const { sections } = configSections(text);
  if (hasSection(text, sections, 'profile', profile)) {
    return text;
  }
  return append(text, [[headerOf('profile', profile), ...comment.split('\n').map((line) => `# ${line}`)]]);
}

/** A name for the profile as `aws configure sso` proposes it, with a number behind it where the file has that one. */
export function proposedProfileName(
  text: string,
  { roleName, accountId }: Pick<NewProfile, 'roleName' | 'accountId'>,
): string {
  return freeProfileName(text, `${roleName}-${accountId}`);
}

function freeProfileName(text: string, proposed: string): string {
  const { sections } = configSections(text);
  return freeName(proposed, (name) => hasSection(text, sections, 'profile', name));
}

function checkNewProfile(text: string, name: string): void {
  checkName(name);
  if (hasSection(text, configSections(text).sections, 'profile', name)) {
    throw refused(l10n.t('The AWS config file has a profile “{0}” already. Choose another name.', name));
  }
}

function find(sections: readonly ConfigSection[], kind: Kind, name: string): ConfigSection | undefined {
  return sections.find((section) => section.kind === kind && section.name === name);
}

/** The AWS CLI reads none of a file in which a header is repeated, and takes some for headers that are none to others. */
function hasSection(text: string, sections: readonly ConfigSection[], kind: Kind, name: string): boolean {
  const header = headerOf(kind, name);
  return find(sections, kind, name) !== undefined || text.split('\n').some((line) => line.startsWith(header));
}

function isPortal(section: ConfigSection | undefined, { startUrl, region }: NewProfile): boolean {
  try {
    const written = section?.settings.get('sso_start_url')?.value ?? '';
    const sameRegion = section?.settings.get('sso_region')?.value.toLowerCase() === region.toLowerCase();
    return sameRegion && parseStartUrl(written) === parseStartUrl(startUrl);
  } catch {
    return false;
  }
}

function headerOf(kind: Kind, name: string): string {
  if (kind === 'profile' && name === 'default') {
    return '[default]';
  }
  return `[${kind} ${name.includes(' ') ? `'${name}'` : name}]`;
}

function section(kind: Kind, name: string, settings: Record<string, string | undefined>): string[] {
  const lines = [headerOf(kind, name)];
  for (const [key, value] of Object.entries(settings)) {
    if (value === undefined) {
      continue;
    }
    // A role's name comes from a service, and one line more could hold a command to run.
    if (NO_VALUE.test(value)) {
      throw refused(l10n.t('The AWS CLI would not read this {0} as it is meant.', key));
    }
    lines.push(`${key} = ${value}`);
  }
  return lines;
}

/** With one empty line before each section, and lines that end as the last one of the text does. */
function append(text: string, sections: readonly (readonly string[])[]): string {
  const lineEnd = /\r\n[^\n]*$/.test(text) ? '\r\n' : '\n';
  const [last = '', before = ''] = text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .reverse();
  const endOfLast = last === '' ? '' : lineEnd;
  const emptyLine = (last || before).trim() === '' ? '' : lineEnd;
  const added = sections.map((lines) => lines.map((line) => line + lineEnd).join(''));
  return text + endOfLast + emptyLine + added.join(lineEnd);
}

function checkName(name: string): void {
  if (NO_NAME.test(name) || NO_VALUE.test(name)) {
    throw refused(
      l10n.t(
        'The AWS CLI would not read the name “{0}” as it is meant. Choose one of letters, digits, “-”, “_” and “.”.',
        name,
      ),
    );
  }
}

function refused(sentence: string): AwsSsoError {
  return new AwsSsoError('InvalidRequest', sentence);
}
