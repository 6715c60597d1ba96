import * as l10n from '@vscode/l10n';
import { append, checkNewProfile, type ConfigText, readConfigText, refused, section } from './addProfile.ts';
import { textOf } from './awsConfig.ts';
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

/** What every shell, and what splits words like one, leaves as it is between double quotes; cmd.exe too. */
const PLAIN = /^[\w.@+=,-]+(?: [\w.@+=,-]+)*$/;

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
  const words = ['--session', session, '--account', accountId, '--role', roleName];
  return [`"${helper}"`, ...words.map(quoted)].join(' ');
}

function quoted(word: string): string {
  if (!isPlainName(word)) {
    throw refused(l10n.t('The AWS CLI would misread this {0}.', 'credential_process'));
  }
  return word.includes(' ') ? `"${word}"` : word;
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

/** The settings that we write. A section with any others is somebody else's as well. */
const OURS = ['credential_process', 'region'];

/**
 * The text of an AWS config file without that profile, and without the empty line that parts it from others. As it is where the profile gets
 * its credentials from elsewhere, or where there is something in its section that we did not write.
 */
export function removeServedProfile(text: string, helper: string, profile: string): string {
  const found = readConfigText(text).config.profiles.get(profile);
  const settings = [...(found?.settings ?? [])];
  const isServed = roleOf(helper, textOf(found?.settings, 'credential_process') ?? '') !== undefined;
  const lines = text.split(/(?<=\n)/);
  const first = (found?.line ?? 0) - 1;
  const last = first + settings.length;
  const isOurs = settings.every(
    ([name, { line, deeperLine, value, written }]) =>
      OURS.includes(name) && line <= last + 1 && deeperLine === undefined && value === written,
  );
  const following = lines[last + 1]?.trim() ?? '';
  // A comment below may belong to the section.
  if (!isServed || !isOurs || /^[#;]/.test(following)) {
    return text;
  }
  const start = lines[first - 1]?.trim() === '' ? first - 1 : first;
  const end = start === 0 && following === '' ? last + 2 : last + 1;
  return [...lines.slice(0, start), ...lines.slice(end)].join('');
}
