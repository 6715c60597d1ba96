import * as l10n from '@vscode/l10n';
import { AwsSsoError } from '../../base/errors.ts';
import { freeName } from '../../base/freeName.ts';
import { parseStartUrl } from '../endpoints/startUrl.ts';
import { type AwsConfig, type Kind, parseAwsConfig, textOf } from './awsConfig.ts';

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
  readonly defaultRegion?: string | undefined;
  readonly output?: string;
}

/** The text of an AWS config file, read once for all that is asked about it. */
export interface ConfigText {
  readonly text: string;
  readonly config: AwsConfig;
  /** The headers up to their first bracket: some clients read no further. */
  readonly headers: ReadonlySet<string>;
}

export function readConfigText(text: string): ConfigText {
  const config = parseAwsConfig(text, '');
  const headers = [...config.ini.sections.keys()].map((header) => header.split(']', 1)[0] ?? '');
  return { text, config, headers: new Set(headers) };
}

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
export function addProfile(file: ConfigText, profile: NewProfile): string {
  const { profile: name, sessionName, startUrl, region, scopes, accountId, roleName } = profile;
  checkNewProfile(file, name);
  const isNew = !hasSection(file, 'sso-session', sessionName);
  if (isNew) {
    checkName(sessionName);
  }
  const added = [
    section('profile', name, {
      sso_session: sessionName,
      sso_account_id: accountId,
      sso_role_name: roleName,
      region: profile.defaultRegion || undefined,
      output: profile.output || undefined,
    }),
  ];
  if (isNew) {
    added.push(
      section('sso-session', sessionName, {
        sso_start_url: startUrl,
        sso_region: region,
        sso_registration_scopes: scopes.join(',') || undefined,
      }),
    );
  } else if (!isPortal(file.config, profile)) {
    throw refused(
      l10n.t(
        'The AWS config file has an sso-session “{0}” with another portal or region. Correct it, or rename the session.',
        sessionName,
      ),
    );
  }
  return append(file.text, added);
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
export function addLoginProfile(file: ConfigText, { profile, arn, region }: NewLoginProfile): string {
  checkNewProfile(file, profile);
  return append(file.text, [section('profile', profile, { login_session: arn, region })]);
}

/** A name for that profile, with a number behind it where the file has that one. */
export function proposedLoginProfileName(file: ConfigText, user: string): string {
  return freeProfileName(file, user.replace(/[^A-Za-z0-9_.-]+/g, '-'));
}

/**
 * The text of an AWS config file with a profile at its end that has nothing but a comment, which says what for. As it
 * is, where it has that profile.
 *
 * @throws AwsSsoError `InvalidRequest` when the AWS CLI would not read the name as it is meant.
 */
export function addEmptyProfile(file: ConfigText, profile: string, comment: string): string {
  if (hasSection(file, 'profile', profile)) {
    return file.text;
  }
  checkName(profile);
  return append(file.text, [
    [`[${headerOf('profile', profile)}]`, ...comment.split('\n').map((line) => `# ${line}`)],
  ]);
}

/** A name for the profile as `aws configure sso` proposes it, with a number behind it where the file has that one. */
export function proposedProfileName(
  file: ConfigText,
  { roleName, accountId }: Pick<NewProfile, 'roleName' | 'accountId'>,
): string {
  return freeProfileName(file, `${roleName}-${accountId}`);
}

function freeProfileName(file: ConfigText, proposed: string): string {
  return freeName(proposed, (name) => hasSection(file, 'profile', name));
}

/** @throws AwsSsoError `InvalidRequest` when the file has it already, or the AWS CLI would not read the name as it is meant. */
export function checkNewProfile(file: ConfigText, name: string): void {
  checkName(name);
  if (hasSection(file, 'profile', name)) {
    throw refused(l10n.t('The AWS config file already has a profile “{0}”. Choose another name.', name));
  }
}

/** The AWS CLI reads none of a file in which a header is repeated, and takes some for headers that are none to others. */
function hasSection({ config, headers }: ConfigText, kind: Kind, name: string): boolean {
  const sections = kind === 'profile' ? config.profiles : config.ssoSessions;
  return sections.has(name) || headers.has(headerOf(kind, name));
}

function isPortal({ ssoSessions }: AwsConfig, { sessionName, startUrl, region }: NewProfile): boolean {
  const settings = ssoSessions.get(sessionName)?.settings;
  try {
    const isSameRegion = textOf(settings, 'sso_region')?.toLowerCase() === region.toLowerCase();
    return isSameRegion && parseStartUrl(textOf(settings, 'sso_start_url') ?? '') === parseStartUrl(startUrl);
  } catch {
    return false;
  }
}

function headerOf(kind: Kind, name: string): string {
  if (kind === 'profile' && name === 'default') {
    return name;
  }
  return `${kind} ${name.includes(' ') ? `'${name}'` : name}`;
}

/** The lines of a section. @throws AwsSsoError `InvalidRequest` for a value that the AWS CLI would not read as it is meant. */
export function section(kind: Kind, name: string, settings: Record<string, string | undefined>): string[] {
  const lines = [`[${headerOf(kind, name)}]`];
  for (const [key, value] of Object.entries(settings)) {
    if (value === undefined) {
      continue;
    }
    // A role's name comes from a service, and one line more could hold a command to run.
    if (NO_VALUE.test(value)) {
      throw refused(l10n.t('The AWS CLI would misread this {0}.', key));
    }
    lines.push(`${key} = ${value}`);
  }
  return lines;
}

/** With one empty line before each section, and lines that end as the last one of the text does. */
export function append(text: string, sections: readonly (readonly string[])[]): string {
  const end = text.lastIndexOf('\n');
  const lineEnd = text[end - 1] === '\r' ? '\r\n' : '\n';
  const last = text.slice(end + 1).replace(/^\uFEFF/, '');
  const before = text.slice(text.lastIndexOf('\n', end - 1) + 1, Math.max(end, 0));
  const endOfLast = last === '' ? '' : lineEnd;
  const emptyLine = (last || before).trim() === '' ? '' : lineEnd;
  const added = sections.map((lines) => lines.map((line) => line + lineEnd).join(''));
  return text + endOfLast + emptyLine + added.join(lineEnd);
}

function checkName(name: string): void {
  if (NO_NAME.test(name) || NO_VALUE.test(name)) {
    throw refused(
      l10n.t('The AWS CLI would misread the name “{0}”. Use letters, digits, “-”, “_” and “.” only.', name),
    );
  }
}

export function refused(sentence: string): AwsSsoError {
  return new AwsSsoError('InvalidRequest', sentence);
}
