import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import { parseConsoleArn } from '../../aws/endpoints/consoleArn.ts';
import { processCredentials } from '../../aws/credentials/processCredentials.ts';
import { AwsSsoError, isAwsSsoError, messageOf } from '../../base/errors.ts';
import type { Log } from '../../base/Log.ts';
import { within } from '../../base/within.ts';
import type { Change } from '../../sessions/engine/change.ts';
import { consoleId, consoleLabel, type SignedInConsole } from '../../sessions/kinds/console.ts';
import type { ConsoleSessions } from '../../sessions/kinds/ConsoleSessions.ts';
import { asEditorError } from './asEditorError.ts';
import type { ConsoleSignIn } from '../signIn/ConsoleSignIn.ts';
import type { ProviderFailures } from './ProviderFailures.ts';

const SESSION_SCOPE = 'session:';

/** The editor queues every request behind one, so what takes its time must not hold the others up. */
const PATIENCE_MS = 5_000;

export interface ConsoleProviderParts {
  readonly sessions: ConsoleSessions;
  readonly signIn: Pick<ConsoleSignIn, 'run'>;
  readonly failures: ProviderFailures;
  readonly log: Log;
}

/**
 * Console sessions as the editor's accounts. There are no scopes but `session:<ARN>`, which picks one; what serves as access
 * token is the JSON document that the AWS CLI's `credential_process` defines.
 */
export class ConsoleAuthenticationProvider {
  readonly #parts: ConsoleProviderParts;

  constructor(parts: ConsoleProviderParts) {
    this.#parts = parts;
  }

  /**
   * Shows nothing and never throws. Without scopes, all sessions. A session that cannot be renewed at the moment comes with
   * the credentials that it has: without it the editor would take it for ended, and ask the person to sign in.
   */
  async getSessions(
    scopes: readonly string[] | undefined,
    { account }: vscode.AuthenticationProviderSessionOptions = {},
  ): Promise<vscode.AuthenticationSession[]> {
    const { sessions } = this.#parts;
    await this.#inTime(sessions.load(), 'The secret storage');
    const { arn, others } = parseScopes(scopes ?? []);
    const serving = (): readonly SignedInConsole[] =>
      sessions
        .signedIn()
        .filter(() => others.length === 0)
        .filter((session) => arn === undefined || session.arn === arn)
        .filter((session) => account === undefined || consoleLabel(session) === account.label);
    if (scopes) {
      // Nobody is given credentials when the editor only lists the accounts.
      const renewals = serving().map((session) => sessions.fresh(consoleId(session)));
      await this.#inTime(Promise.allSettled(renewals), 'AWS');
    }
    return serving().map(asAuthenticationSession);
  }

  /** Lets a person sign in. */
  async createSession(
    scopes: readonly string[],
    { account }: vscode.AuthenticationProviderSessionOptions = {},
  ): Promise<vscode.AuthenticationSession> {
    const { sessions, signIn, failures } = this.#parts;
    try {
      await sessions.load();
      const { arn, others } = parseScopes(scopes);
      if (others.length > 0) {
        throw new AwsSsoError(
          'InvalidRequest',
          l10n.t('AWS Sign-In has no scopes but {0}.', `${SESSION_SCOPE}<ARN>`),
        );
      }
      return asAuthenticationSession(await signIn.run({ session: account ? this.#arnOf(account) : arn }));
    } catch (error) {
      if (isAwsSsoError(error)) {
        failures.remember(error);
      }
      throw asEditorError(error);
    }
  }

  async removeSession(id: string): Promise<void> {
    await this.#parts.sessions.signOut(id);
  }

  #arnOf({ label }: vscode.AuthenticationSessionAccountInformation): string {
    const known = this.#parts.sessions.known().find((config) => consoleLabel(config) === label);
    if (!known) {
      throw new AwsSsoError(
        'InvalidRequest',
        l10n.t('There is no console session for the account “{0}”.', label),
      );
    }
    return known.arn;
  }

  async #inTime(promise: Promise<unknown>, whose: string): Promise<void> {
    const { log } = this.#parts;
    const inTime = await within(PATIENCE_MS, promise).catch((error: unknown) => {
      log.error(messageOf(error));
      return true;
    });
    if (!inTime) {
      log.warn(`${whose} has not answered yet. The console sessions will change when it does.`);
    }
  }
}

/** What the editor is told of a change. */
export function asEditorChange({
  added,
  changed,
  removed,
}: Change<SignedInConsole>): vscode.AuthenticationProviderAuthenticationSessionsChangeEvent {
  return {
    added: added.map(asAuthenticationSession),
    changed: changed.map(asAuthenticationSession),
    removed: removed.map(asAuthenticationSession),
  };
}

function parseScopes(scopes: readonly string[]): { arn: string | undefined; others: readonly string[] } {
  return {
    arn: scopes.find((scope) => scope.startsWith(SESSION_SCOPE))?.slice(SESSION_SCOPE.length),
    others: scopes.filter((scope) => !scope.startsWith(SESSION_SCOPE)),
  };
}

function asAuthenticationSession(session: SignedInConsole): vscode.AuthenticationSession {
  const id = consoleId(session);
  const credentials = { ...session, expiration: session.expiresAt };
  return {
    id,
    accessToken: JSON.stringify(processCredentials(credentials, parseConsoleArn(session.arn).accountId)),
    account: { id, label: consoleLabel(session) },
    scopes: [],
  };
}
