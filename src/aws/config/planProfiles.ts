import { freeName } from '../../base/freeName.ts';
import { append, checkNewProfile, readConfigText, section } from './addProfile.ts';
import {
  removeServedProfiles,
  servedCommand,
  type ServedProfile,
  servedProfilesIn,
  type RoleInCommand,
} from './servedProfile.ts';

/** A role that has a profile, or is to have one. */
export interface NamedRoleInCommand extends RoleInCommand {
  readonly accountName?: string | undefined;
}

export interface ProfilePlan {
  readonly text: string;
  readonly added: readonly ServedProfile[];
  readonly removed: readonly ServedProfile[];
  /** Profiles of roles that are gone, in sections that somebody has changed. */
  readonly changed: readonly ServedProfile[];
  readonly kept: readonly ServedProfile[];
}

export interface PlanOptions {
  readonly helper: string;
  /** As the commands name it. */
  readonly session: string;
  /** All that there are now. */
  readonly roles: readonly NamedRoleInCommand[];
  readonly nameOf: (role: NamedRoleInCommand) => string;
  readonly region?: string | undefined;
}

/** What becomes of an AWS config file that is to have a profile for each role of a session. Nothing else in it changes. */
export function planProfiles(before: string, options: PlanOptions): ProfilePlan {
  const { helper, session, roles, nameOf, region } = options;
  const ofSession = servedProfilesIn(readConfigText(before), helper).filter((one) => one.session === session);
  const wanted = new Set(roles.map(keyOf));
  const gone = ofSession.filter((one) => !wanted.has(keyOf(one)));
  const kept = ofSession.filter((one) => wanted.has(keyOf(one)));
  const without = removeServedProfiles(
    before,
    helper,
    gone.map(({ profile }) => profile),
  );
  let { text } = without;
  const served = new Set(kept.map(keyOf));
  // The one that every tool uses where nothing is said is nobody's to give but a person's, by its name.
  const names = new Set(['default', ...readConfigText(text).config.profiles.keys()]);
  const added = roles
    .filter((role) => !served.has(keyOf(role)))
    .map((role): ServedProfile => {
      const { accountId, roleName } = role;
      const profile = freeName(nameOf(role), (name) => names.has(name));
      names.add(profile);
      return { profile, session, accountId, roleName };
    });
  if (added.length > 0) {
    const file = readConfigText(text);
    const sections = added.map((one) => {
      checkNewProfile(file, one.profile);
      return section('profile', one.profile, {
        credential_process: servedCommand(helper, one),
        region: region || undefined,
      });
    });
    text = append(text, sections);
  }
  const isRemoved = ({ profile }: ServedProfile): boolean => without.removed.has(profile);
  const [removed, changed] = [gone.filter(isRemoved), gone.filter((one) => !isRemoved(one))];
  return { text, added, removed, changed, kept };
}

function keyOf({ session, accountId, roleName }: RoleInCommand): string {
  return `${session}\n${accountId}\n${roleName}`;
}

/** What stands in a template for names of profiles. */
export const DEFAULT_TEMPLATE = '{account}-{role}';

/** The name of a profile: `{account}` is the account's name, or its number where it has none. Blanks become dashes. */
export function nameFromTemplate(
  template: string,
  { accountId, accountName, roleName }: NamedRoleInCommand,
): string {
  const values: Record<string, string> = { account: accountName ?? accountId, accountId, role: roleName };
  return template
    .replace(/\{(\w+)\}/g, (all, name: string) => values[name] ?? all)
    .replace(/[^\p{L}\p{N}_.@+-]+/gu, '-')
    .replace(/-{2,}/g, '-')
    .replace(/^-|-$/g, '');
}
