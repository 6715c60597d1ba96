import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { isSamePartition, type Service } from '../../aws/endpoints/endpoints.ts';
import { isRegion, parseRegion } from '../../aws/endpoints/regions.ts';
import { parseStartUrl } from '../../aws/endpoints/startUrl.ts';
import { AwsSsoError, messageOf } from '../../base/errors.ts';
import { ACCOUNT_ACCESS_SCOPE, canonicalScopes } from '../../sessions/kinds/scopes.ts';
import { type SessionConfig, sessionId } from '../../sessions/kinds/identityCenter.ts';
import type { SignInFlow } from '../../oauth/FlowChoice.ts';

const SECTION = 'awsSso';
const SESSIONS = 'sessions';
const ENDPOINTS = 'endpoints';
const SERVICES: ReadonlySet<string> = new Set(['oidc', 'portal', 'signin']);

/** Sessions that are written down somewhere. */
export interface WrittenSessions {
  readonly sessions: readonly SessionConfig[];
  /** A sentence for each entry that cannot be used. */
  readonly problems: readonly string[];
}

/** What the user has written into the `awsSso.sessions` setting. */
export function userSettings(): WrittenSessions {
  const { sessions, problems } = parseSessions(userEntries());
  const isWrong = !isList(userValue(SESSIONS));
  const notAList = l10n.t('The setting {0} must be a list.', `${SECTION}.${SESSIONS}`);
  return { sessions, problems: isWrong ? [notAList, ...problems] : problems };
}

/**
 * What the workspace suggests in the same setting; nothing, as long as the user does not trust it. A repository must
 * not be able to choose where a person signs in, so each of these is to be confirmed before its first use.
 */
export function workspaceSettings(): readonly SessionConfig[] {
  if (!vscode.workspace.isTrusted) {
    return [];
  }
  const { workspaceValue, workspaceFolderValue } = configuration().inspect(SESSIONS) ?? {};
  return [workspaceValue, workspaceFolderValue].flatMap((value) =>
    Array.isArray(value) ? parseSessions(value).sessions : [],
  );
}

/** Whether the sessions of the AWS config file are offered, too. */
export function importsAwsConfig(): boolean {
  return configuration().get('importAwsConfig') !== false;
}

/** The region of roles in terminals where nothing else names one, if it is well-formed. */
export function defaultRegion(): string | undefined {
  const region: unknown = configuration().get('defaultRegion');
  return typeof region === 'string' && isRegion(region) ? region : undefined;
}

/** The same for what goes into the person's own files, where a workspace has no say. */
export function defaultRegionOfUser(): string | undefined {
  const region: unknown = configuration().inspect('defaultRegion')?.globalValue;
  return typeof region === 'string' && isRegion(region) ? region : undefined;
}

/** The way in that the person prefers. */
export function signInFlow(): SignInFlow {
  return configuration().get('signInFlow') === 'authorizationCode'
    ? 'authorizationCode'
    : 'deviceAuthorization';
}

/** Whether tokens are also written where the AWS CLI keeps its own. */
export function sharesTokensWithAwsCli(): boolean {
  return configuration().get('shareTokensWithAwsCli') === true;
}

function parseSessions(entries: readonly unknown[]): WrittenSessions {
  const sessions: SessionConfig[] = [];
  const problems: string[] = [];
  for (const [index, entry] of entries.entries()) {
    const result = parseEntry(entry);
    const problem =
      typeof result === 'string'
        ? result
        : sessions.some(({ name }) => name === result.name)
          ? l10n.t('Another session already has this name.')
          : undefined;
    if (problem !== undefined) {
      problems.push(
        l10n.t('Entry {0} of the setting {1}: {2}', index + 1, `${SECTION}.${SESSIONS}`, problem),
      );
    } else {
      sessions.push(result as SessionConfig);
    }
  }
  return { sessions, problems };
}

/**
 * Adds a session to the user's settings, or corrects it there, and leaves every other entry as it is.
 *
 * @param instead the session as the settings may have it, where its start URL was another.
 * @throws AwsSsoError `InvalidRequest` when the setting is not a list, rather than to lose what it is.
 */
export async function addConfiguredSession(
  session: SessionConfig,
  instead: SessionConfig = session,
): Promise<void> {
  if (!isList(userValue(SESSIONS))) {
    const setting = `${SECTION}.${SESSIONS}`;
    throw new AwsSsoError(
      'InvalidRequest',
      l10n.t('The setting {0} must be a list, so nothing was added.', setting),
    );
  }
  const { name, startUrl, region, regions, registrationScopes } = session;
  const isDefault = registrationScopes.join() === ACCOUNT_ACCESS_SCOPE;
  const further = regions === undefined ? {} : { regions };
  const entry = { name, startUrl, region, ...further, ...(isDefault ? {} : { registrationScopes }) };
  // The same session, such as one whose region has proved wrong, is corrected where it stands.
  const others = userEntries();
  const at = others.findIndex((other) => isOf(other, instead));
  const corrected = isOf(others[at], session) ? { region } : { startUrl, region };
  const entries = at < 0 ? [...others, entry] : others.with(at, { ...(others[at] as object), ...corrected });
  await configuration().update(SESSIONS, entries, vscode.ConfigurationTarget.Global);
}

/** Removes a session from the user's settings, and leaves every other entry as it is. */
export async function removeConfiguredSession(session: SessionConfig): Promise<void> {
  const entries = userEntries().filter((entry) => !isOf(entry, session));
  await configuration().update(SESSIONS, entries, vscode.ConfigurationTarget.Global);
}

/**
 * The user's own `awsSso.endpoints`; a workspace cannot redirect secrets.
 *
 * @throws AwsSsoError `InvalidRequest` when the setting is not what it should be: it would silently lead elsewhere.
 */
export function endpointSettings(): Readonly<Partial<Record<Service, string>>> {
  const value = userValue(ENDPOINTS) ?? {};
  const isUsable =
    typeof value === 'object' &&
    Object.entries(value).every(([name, address]) => SERVICES.has(name) && typeof address === 'string');
  if (!isUsable) {
    const setting = `${SECTION}.${ENDPOINTS}`;
    throw new AwsSsoError(
      'InvalidRequest',
      l10n.t(
        'The setting {0} must look like {1}.',
        setting,
        '{ "oidc": "https://…", "portal": "https://…" }',
      ),
    );
  }
  return value;
}

/** Calls the listener when one of these settings, such as `sessions`, has changed. */
export function onDidChangeSettings(names: readonly string[], listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (names.some((name) => event.affectsConfiguration(`${SECTION}.${name}`))) {
      listener();
    }
  });
}

function configuration(): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration(SECTION);
}

/** What the user wrote. */
function userValue(setting: string): unknown {
  return configuration().inspect(setting)?.globalValue;
}

function isList(value: unknown): boolean {
  return value === undefined || Array.isArray(value);
}

function userEntries(): readonly unknown[] {
  const value = userValue(SESSIONS);
  return Array.isArray(value) ? value : [];
}

/** Whether the entry is that session. */
function isOf(entry: unknown, session: SessionConfig): boolean {
  const parsed = parseEntry(entry);
  return typeof parsed !== 'string' && sessionId(parsed) === sessionId(session);
}

function isListOfTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/** The session, or what is wrong with the entry. */
function parseEntry(entry: unknown): SessionConfig | string {
  const { name, startUrl, region, regions, registrationScopes } = (entry ?? {}) as Record<string, unknown>;
  if (typeof name !== 'string' || name.trim() === '') {
    return l10n.t('It needs a name.');
  }
  if (typeof startUrl !== 'string' || typeof region !== 'string') {
    return l10n.t('“{0}” needs a startUrl and a region.', name);
  }
  const scopes: unknown = registrationScopes ?? [];
  if (!isListOfTexts(scopes)) {
    return l10n.t('The registrationScopes of “{0}” must be an array of strings.', name);
  }
  try {
    const first = parseRegion(region);
    const others: unknown = regions ?? [];
    const further = isListOfTexts(others) ? others.map(parseRegion) : undefined;
    if (!further?.every((one) => isSamePartition(first, one))) {
      return l10n.t('The regions of “{0}” must be an array of regions in the same partition of AWS.', name);
    }
    return {
      name: name.trim(),
      startUrl: parseStartUrl(startUrl),
      region: first,
      ...(further.length > 0 ? { regions: further } : {}),
      registrationScopes: canonicalScopes(scopes.length > 0 ? scopes : [ACCOUNT_ACCESS_SCOPE]),
    };
  } catch (error) {
    return `“${name}”: ${messageOf(error)}`;
  }
}
