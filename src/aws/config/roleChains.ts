import * as l10n from '@vscode/l10n';
import { messageOf } from '../../base/errors.ts';
import { isRegion } from '../endpoints/regions.ts';
import { parseStartUrl } from '../endpoints/startUrl.ts';
import { type Settings, textOf } from './awsConfig.ts';
import type { AwsFilesContent } from './AwsFiles.ts';

/** A role that a profile reaches over others: each link assumes its role with the credentials of the one before. */
export interface RoleChain {
  /** The profile that is used, unique in the files. */
  readonly profile: string;
  /** Account and role of the last link. */
  readonly accountId: string;
  readonly roleName: string;
  /** The role of IAM Identity Center at the beginning, and the portal that it is of, in its canonical form. */
  readonly base: { readonly startUrl: string; readonly accountId: string; readonly roleName: string };
  /** At least one, in the order in which they are assumed. */
  readonly links: readonly RoleLink[];
  /** That of STS, as the profile names it. */
  readonly region?: string;
  /** That of IAM Identity Center. */
  readonly ssoRegion: string;
  /** Whether the profile asks for the global endpoint of STS: `sts_regional_endpoints = legacy`. */
  readonly isLegacyEndpoint: boolean;
}

/** What AssumeRole is asked for (API operation AssumeRole of STS). */
export interface RoleLink {
  readonly roleArn: string;
  readonly externalId?: string;
  readonly durationSeconds?: number;
  readonly roleSessionName?: string;
}

/** A profile with `role_arn` that is not offered as a role. */
export interface RefusedChain {
  readonly profile: string;
  /** `elsewhere`: its credentials don't come from IAM Identity Center, so it is for others to use. */
  readonly kind: 'broken' | 'unsupported' | 'elsewhere';
  readonly sentence: string;
  /** The portal at its beginning, where it leads to one. */
  readonly startUrl?: string;
}

export interface RoleChains {
  readonly chains: readonly RoleChain[];
  readonly refused: readonly RefusedChain[];
}

/** Nobody has more; and a file of ten thousand profiles, each over the one before, is still read in no time. */
const MAX_LINKS = 10;

/** The service, path and name of an IAM role in a role's ARN, in any partition. */
const ROLE_ARN = /^arn:aws(?:-[a-z]+)*:iam::(\d{12}):role\/(?:[\x21-\x7e]+\/)?([\w+=,.@-]{1,64})$/;

/** The profiles of the AWS files that lead to a role over a role of IAM Identity Center, as botocore resolves them. */
export function roleChains({ config, profiles }: Pick<AwsFilesContent, 'config' | 'profiles'>): RoleChains {
  const found = { chains: [] as RoleChain[], refused: [] as RefusedChain[] };
  for (const [profile, settings] of profiles) {
    if (!isAssumed(settings)) {
      continue;
    }
    const resolved = resolve(profile, { config, profiles });
    if ('links' in resolved) {
      found.chains.push(resolved);
    } else {
      found.refused.push({ profile, ...resolved });
    }
  }
  return found;
}

type Refusal = Omit<RefusedChain, 'profile'>;

/** Walks from the profile to its sources, as `AssumeRoleProvider` of botocore does, and looks at the links on the way back. */
function resolve(
  profile: string,
  { config, profiles }: Pick<AwsFilesContent, 'config' | 'profiles'>,
): RoleChain | Refusal {
  const names = [profile];
  for (let name = profile; ;) {
    const settings = profiles.get(name)!;
    if (settings.has('credential_source')) {
      return settings.has('source_profile')
        ? refusal('broken', l10n.t('“{0}” has both source_profile and credential_source.', name))
        : elsewhere(name);
    }
    const source = sourceOf(settings, profiles);
    if (source === undefined) {
      return refusal('broken', l10n.t('“{0}” has role_arn, but no source_profile.', name));
    }
    const sourceSettings = profiles.get(source);
    if (!sourceSettings) {
      return refusal(
        'broken',
        l10n.t('There’s no profile “{0}”, the source_profile of “{1}”.', source, name),
      );
    }
    // A profile may be its own source where it has keys as well.
    if (names.includes(source) && !(source === name && hasKeys(sourceSettings))) {
      return refusal(
        'broken',
        l10n.t('Its source profiles lead in a circle: {0}.', [...names, source].join(' → ')),
      );
    }
    if (hasKeys(sourceSettings) || !isAssumed(sourceSettings)) {
      return fromPortal(names, source, { config, profiles });
    }
    if (names.length === MAX_LINKS) {
      return refusal('unsupported', l10n.t('It leads over more than {0} roles.', MAX_LINKS));
    }
    names.push((name = source));
  }
}

/** @param names the profiles with the links, the last link first. */
function fromPortal(
  names: readonly string[],
  source: string,
  { config, profiles }: Pick<AwsFilesContent, 'config' | 'profiles'>,
): RoleChain | Refusal {
  const settings = profiles.get(source)!;
  const accountId = textOf(settings, 'sso_account_id');
  const roleName = textOf(settings, 'sso_role_name');
  if (settings.has('web_identity_token_file') || (accountId === undefined && roleName === undefined)) {
    return elsewhere(source);
  }
  const session = settings.get('sso_session');
  const portal = session
    ? (config.ssoSessions.get(session.written) ?? config.ssoSessions.get(session.value))?.settings
    : settings;
  const [written, ssoRegion] = [textOf(portal, 'sso_start_url'), textOf(portal, 'sso_region')];
  if (accountId === undefined || roleName === undefined || written === undefined || !isRegion(ssoRegion)) {
    const reason = l10n.t(
      'Its source profile “{0}” has no complete role of IAM Identity Center. Check sso_session, sso_account_id and sso_role_name.',
      source,
    );
    return refusal('broken', reason);
  }
  let startUrl: string;
  try {
    startUrl = parseStartUrl(written);
  } catch (error) {
    return refusal('broken', messageOf(error));
  }
  const links: RoleLink[] = [];
  for (const name of names.toReversed()) {
    const link = linkOf(name, profiles.get(name)!);
    if ('sentence' in link) {
      return { ...link, startUrl };
    }
    links.push(link);
  }
  const [profile = ''] = names;
  const own = profiles.get(profile);
  const region = textOf(own, 'region');
  return {
    profile,
    ...roleOf(links.at(-1)!.roleArn)!,
    base: { startUrl, accountId, roleName },
    links,
    ...(isRegion(region) ? { region } : {}),
    ssoRegion,
    isLegacyEndpoint: textOf(own, 'sts_regional_endpoints')?.toLowerCase() === 'legacy',
  };
}

function linkOf(name: string, settings: Settings): RoleLink | Refusal {
  const roleArn = textOf(settings, 'role_arn') ?? '';
  if (!roleOf(roleArn)) {
    const reason = l10n.t(
      'The role_arn of “{0}” isn’t that of a role. It looks like {1}.',
      name,
      'arn:aws:iam::111122223333:role/NAME',
    );
    return refusal('broken', reason);
  }
  if (settings.has('mfa_serial')) {
    const reason = l10n.t(
      '“{0}” needs an MFA code (mfa_serial), which isn’t supported. Use the AWS CLI with it.',
      name,
    );
    return refusal('unsupported', reason);
  }
  const externalId = textOf(settings, 'external_id');
  const roleSessionName = textOf(settings, 'role_session_name');
  // botocore ignores what is no whole number.
  const duration = /^[+-]?\d{1,9}$/.exec(textOf(settings, 'duration_seconds')?.trim() ?? '')?.[0];
  return {
    roleArn,
    ...(externalId === undefined ? {} : { externalId }),
    ...(roleSessionName === undefined ? {} : { roleSessionName }),
    ...(duration === undefined ? {} : { durationSeconds: Number(duration) }),
  };
}

/** Account and name of the role with that ARN. */
export function roleOf(arn: string): { readonly accountId: string; readonly roleName: string } | undefined {
  const [, accountId, roleName] = ROLE_ARN.exec(arn) ?? [];
  return accountId !== undefined && roleName !== undefined ? { accountId, roleName } : undefined;
}

/** The name of the source profile; a name may hold what looks like a comment behind a value. */
function sourceOf(settings: Settings, profiles: AwsFilesContent['profiles']): string | undefined {
  const setting = settings.get('source_profile');
  return setting && (profiles.has(setting.written) ? setting.written : setting.value);
}

/** Whether it is for AssumeRole: those with a web identity are for another operation. */
function isAssumed(settings: Settings): boolean {
  return settings.has('role_arn') && !settings.has('web_identity_token_file');
}

function hasKeys(settings: Settings): boolean {
  return settings.has('aws_access_key_id') || settings.has('aws_secret_access_key');
}

function refusal(kind: RefusedChain['kind'], sentence: string): Refusal {
  return { kind, sentence };
}

function elsewhere(name: string): Refusal {
  return refusal('elsewhere', l10n.t('The credentials of “{0}” don’t come from IAM Identity Center.', name));
}
