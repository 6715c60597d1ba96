import * as l10n from '@vscode/l10n';
import { append, checkNewProfile, type ConfigText, readConfigText, refused, section } from './addProfile.ts';
import { type Settings, textOf } from './awsConfig.ts';
import { shellWords } from './shellWords.ts';

/** A role, as the `credential_process` of a profile names it. */
export interface RoleInCommand {
  /** Its name, or its id where no shell reads the name as it is meant. */
  readonly session: string;
  readonly accountId: string;
  readonly roleName: string;
}

/** A profile with credentials from the helper. */
export interface ServedProfile extends RoleInCommand {
  readonly profile: string;
}

/**
 * What every shell, and what splits words like one, leaves as it is without quotes. Those around the path of the helper are the only ones: tools
 * on Windows hand the command to cmd.exe in ways of their own, and more quotes are not read alike by all.
 */
const PLAIN = /^[\w.@+=,][\w.@+=,-]*$/;

/** What means something between the double quotes of a path, to a POSIX shell or to cmd.exe. */
const IN_PATH = { posix: /["$`\\!]/, win32: /["%!^&|<>]/ };

/** Whether a session can be called by this name in a command. */
export function isPlainName(name: string): boolean {
  return PLAIN.test(name);
}

/**
 * The `credential_process` of a role, by the absolute path of the helper. Read by `shlex.split` in botocore, by a shell in the AWS
 * SDKs, on Windows by the rules of the C runtime and by cmd.exe: so nothing is in it that those take for different things.
 *
 * @throws AwsSsoError `InvalidRequest` when there is.
 */
export function servedCommand(
  helper: string,
  { session, accountId, roleName }: RoleInCommand,
  platform: NodeJS.Platform = process.platform,
): string {
  if (IN_PATH[platform === 'win32' ? 'win32' : 'posix'].test(helper)) {
    throw refused(
      l10n.t(
        'VS Code’s folder {0} has characters in its name that AWS tools can’t run a program from.',
        helper,
      ),
    );
  }
  if (![session, accountId, roleName].every(isPlainName)) {
    throw refused(l10n.t('The AWS CLI would misread this {0}.', 'credential_process'));
  }
  return `"${helper}" --session ${session} --account ${accountId} --role ${roleName}`;
}

/** The role that the command asks the helper for; undefined where it is another command. */
function roleOf(helper: string, command: string): RoleInCommand | undefined {
  const start = `"${helper}" `;
  const words = command.startsWith(start) ? (shellWords(command.slice(start.length)) ?? []) : [];
  const [session, accountId, roleName] = ['--session', '--account', '--role'].map((option) => {
    const at = words.indexOf(option);
    return at < 0 ? undefined : words[at + 1];
  });
  return session && accountId && roleName ? { session, accountId, roleName } : undefined;
}

/** The profiles of the file that get their credentials from the helper. */
export function servedProfilesIn({ config }: ConfigText, helper: string): readonly ServedProfile[] {
  return [...config.profiles.values()].flatMap(({ name, settings }) => {
    const role = roleOf(helper, textOf(settings, 'credential_process') ?? '');
    return role ? [{ profile: name, ...role }] : [];
  });
}

export interface NewServedProfile extends ServedProfile {
  readonly region?: string | undefined;
}

/**
 * The text of an AWS config file with that profile at its end. What was there stays as it is, byte for byte.
 *
 * @throws AwsSsoError `InvalidRequest` as `addProfile` and `servedCommand`.
 */
export function addServedProfile(file: ConfigText, helper: string, added: NewServedProfile): string {
  checkNewProfile(file, added.profile);
  return append(file.text, [
    section('profile', added.profile, {
      credential_process: servedCommand(helper, added),
      region: added.region || undefined,
    }),
  ]);
}

/** Behind what ends a line for whoever reads the file (`parseIni`). */
const LINE_END = /(?<=\n|\r(?!\n))/;

/** The settings that we write. A section with any others is somebody else's as well. */
const OURS = ['credential_process', 'region'];

/**
 * The text of an AWS config file without that profile, and without the empty line that parts it from others. As it is where the profile gets
 * its credentials from elsewhere, or where there is something in its section that we did not write.
 */
export function removeServedProfile(text: string, helper: string, profile: string): string {
  return removeServedProfiles(text, helper, [profile]).text;
}

/** The same without several, which takes no more time than one. @returns which of them are gone, too. */
export function removeServedProfiles(
  text: string,
  helper: string,
  profiles: readonly string[],
): { readonly text: string; readonly removed: ReadonlySet<string> } {
  const { config } = readConfigText(text);
  const lines = text.split(LINE_END);
  const removed = new Set<string>();
  const found = profiles.flatMap((profile) => config.profiles.get(profile) ?? []);
  // The last one first, so that the others stay in their lines.
  for (const { name, settings, line } of found.sort((one, other) => other.line - one.line)) {
    const first = line - 1;
    const last = first + settings.size;
    const following = lines[last + 1]?.trim() ?? '';
    // A comment below may belong to the section.
    if (isOurs(helper, settings, last) && !/^[#;]/.test(following)) {
      const start = lines[first - 1]?.trim() === '' ? first - 1 : first;
      const end = start === 0 && following === '' ? last + 2 : last + 1;
      lines.splice(start, end - start);
      removed.add(name);
    }
  }
  return { text: lines.join(''), removed };
}

/** Whether nobody else has written anything in the section. @param last the line of its last setting, from 0. */
function isOurs(helper: string, settings: Settings, last: number): boolean {
  const isServed = roleOf(helper, textOf(settings, 'credential_process') ?? '') !== undefined;
  return (
    isServed &&
    [...settings].every(
      ([name, { line, deeperLine, value, written }]) =>
        OURS.includes(name) && line <= last + 1 && deeperLine === undefined && value === written,
    )
  );
}
