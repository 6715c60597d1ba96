import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { EndpointConfiguration } from '../aws/endpoints.ts';
import { parseRegion } from '../aws/regions.ts';
import { parseStartUrl } from '../aws/startUrl.ts';
import { isAwsSsoError } from '../base/errors.ts';
import { ACCOUNT_ACCESS_SCOPE, canonicalScopes, type SessionConfig } from '../sessions/SsoSession.ts';

const SECTION = 'awsSso';
const SESSIONS = 'sessions';
const ENDPOINTS = 'endpoints';

export interface ConfiguredSessions {
  readonly sessions: readonly SessionConfig[];
  /** A sentence for each entry that cannot be used. */
  readonly problems: readonly string[];
}

/**
 * The `awsSso.sessions` setting, as far as the user wrote it. What a workspace suggests is left out: a repository
 * must not be able to choose where a person signs in.
 */
export function configuredSessions(): ConfiguredSessions {
  const sessions: SessionConfig[] = [];
  const problems: string[] = [];
  for (const [index, entry] of userSessions().entries()) {
    const result = parseEntry(entry);
    const problem =
      typeof result === 'string'
        ? result
        : sessions.some(({ name }) => name === result.name)
          ? l10n.t('Another session has the same name.')
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

/** Adds a session to the user's settings and leaves every other entry as it is. */
export async function addConfiguredSession(session: SessionConfig): Promise<void> {
  const { name, startUrl, region, registrationScopes } = session;
  const isDefault = registrationScopes.join() === ACCOUNT_ACCESS_SCOPE;
  const entry = { name, startUrl, region, ...(isDefault ? {} : { registrationScopes }) };
  await configuration().update(SESSIONS, [...userSessions(), entry], vscode.ConfigurationTarget.Global);
}

/** The user's own `awsSso.endpoints`; a workspace cannot redirect secrets. */
export function endpointOverrides(): EndpointConfiguration {
  const value: unknown = configuration().inspect(ENDPOINTS)?.globalValue;
  const settings = Object.fromEntries(
    Object.entries(typeof value === 'object' && value !== null ? value : {}).filter(
      ([, address]) => typeof address === 'string',
    ),
  ) as Record<string, string>;
  return { settings, env: process.env };
}

export function onDidChangeConfiguredSessions(listener: () => void): vscode.Disposable {
  return vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration(`${SECTION}.${SESSIONS}`)) {
      listener();
    }
  });
}

function configuration(): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration(SECTION);
}

function userSessions(): readonly unknown[] {
  const value: unknown = configuration().inspect(SESSIONS)?.globalValue;
  return Array.isArray(value) ? value : [];
}

/** The session, or what is wrong with the entry. */
function parseEntry(entry: unknown): SessionConfig | string {
  const { name, startUrl, region, registrationScopes } = (entry ?? {}) as Record<string, unknown>;
  if (typeof name !== 'string' || name.trim() === '') {
    return l10n.t('It has no name.');
  }
  if (typeof startUrl !== 'string' || typeof region !== 'string') {
    return l10n.t('“{0}” needs a startUrl and a region.', name);
  }
  const scopes = Array.isArray(registrationScopes)
    ? registrationScopes.filter((s) => typeof s === 'string')
    : [];
  try {
    return {
      name: name.trim(),
      startUrl: parseStartUrl(startUrl),
      region: parseRegion(region),
      registrationScopes: canonicalScopes(scopes.length > 0 ? scopes : [ACCOUNT_ACCESS_SCOPE]),
    };
  } catch (error) {
    return isAwsSsoError(error) ? error.message : String(error);
  }
}
