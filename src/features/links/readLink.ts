import * as l10n from '@vscode/l10n';
import { parseRegion } from '../../aws/endpoints/regions.ts';
import { parseStartUrl } from '../../aws/endpoints/startUrl.ts';
import { AwsSsoError } from '../../base/errors.ts';
import { isAccountId, isRoleName } from '../accounts/roleScopes.ts';
import { isSessionName } from '../signIn/questions/askSession.ts';

/** Whoever needs more has something else in mind. */
const MAX_LENGTH = 2_000;

/** What shows as nothing, or turns the text around it (Unicode TR36). No value of a link has any. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/** The parts of a `vscode.Uri` that say what a link is about. VS Code has undone its percent-encoding, once. */
export interface LinkUri {
  readonly path: string;
  readonly query: string;
}

/** What a link asks for. Whoever wrote it may be a stranger. */
export type Link = SignInLink | RoleLink;

export interface SignInLink {
  readonly kind: 'signIn';
  /** In its canonical form. */
  readonly startUrl: string;
  readonly region: string;
  /** A name for the session. */
  readonly session?: string | undefined;
}

export interface RoleLink {
  readonly kind: 'role';
  readonly accountId: string;
  readonly roleName: string;
  /** The name of a session. */
  readonly session?: string | undefined;
}

/**
 * Reads a link: `/sign-in?startUrl=…&region=…` or `/role?account=…&role=…`, both with `&session=…` if need be. Other
 * parameters mean nothing: VS Code, and what counts clicks, adds some.
 *
 * @throws AwsSsoError `InvalidRequest` with a sentence that quotes nothing of it but a region.
 */
export function readLink({ path, query }: LinkUri): Link {
  if (path.length + query.length > MAX_LENGTH) {
    throw broken(l10n.t('This link is too long.'));
  }
  const read = READERS[path.replace(/\/$/, '')];
  if (!read) {
    throw broken(l10n.t('This link leads nowhere: it must begin with /sign-in or /role.'));
  }
  return read(parametersIn(query));
}

type Parameters = (name: string) => string | undefined;

const READERS: Readonly<Record<string, ((parameters: Parameters) => Link) | undefined>> = {
  '/sign-in': (parameters) => {
    const session = parameters('session');
    return {
      kind: 'signIn',
      startUrl: startUrlIn(required(parameters, 'startUrl')),
      region: parseRegion(required(parameters, 'region')),
      session: session === undefined ? undefined : checked('session', session, isSessionName),
    };
  },
  '/role': (parameters) => ({
    kind: 'role',
    accountId: checked('account', required(parameters, 'account'), isAccountId),
    roleName: checked('role', required(parameters, 'role'), isRoleName),
    session: parameters('session'),
  }),
};

/** Not by `URLSearchParams`: that would decode a second time, and take the “+” of a role for a space. */
function parametersIn(query: string): Parameters {
  const pairs = query.split('&').map((pair) => {
    const [name = ''] = pair.split('=', 1);
    return { name, value: pair.slice(name.length + 1) };
  });
  return (wanted) => {
    const [found, ...others] = pairs.filter(({ name }) => name === wanted);
    if (others.length > 0) {
      throw broken(l10n.t('This link has “{0}” more than once.', wanted));
    }
    if (found && UNSEEN.test(found.value)) {
      throw broken(l10n.t('The “{0}” in this link has characters that can’t be seen.', wanted));
    }
    return found?.value === '' ? undefined : found?.value;
  };
}

function required(parameters: Parameters, name: string): string {
  const value = parameters(name);
  if (value === undefined) {
    throw broken(l10n.t('This link lacks “{0}”.', name));
  }
  return value;
}

function checked(name: string, value: string, isValid: (value: string) => boolean): string {
  if (!isValid(value)) {
    throw broken(l10n.t('The “{0}” in this link isn’t valid.', name));
  }
  return value;
}

function startUrlIn(value: string): string {
  try {
    return parseStartUrl(value);
  } catch {
    // What it is instead is for who types one: a link can't be mended here.
    throw broken(l10n.t('The “{0}” in this link is no AWS access portal.', 'startUrl'));
  }
}

function broken(sentence: string): AwsSsoError {
  return new AwsSsoError('InvalidRequest', sentence);
}
