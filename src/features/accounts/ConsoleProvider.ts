import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import { processCredentials } from '../../aws/credentials/processCredentials.ts';
import { parseConsoleArn } from '../../aws/endpoints/consoleArn.ts';
import { AwsSsoError } from '../../base/errors.ts';
import type { Change } from '../../sessions/engine/change.ts';
import { isTokenValid } from '../../sessions/engine/tokenLifetime.ts';
import type { ConsoleSessions } from '../../sessions/kinds/ConsoleSessions.ts';
import { consoleId, consoleLabel, type SignedInConsole } from '../../sessions/kinds/console.ts';
import type { ConsoleSignIn } from '../signIn/ConsoleSignIn.ts';
import { AccountProvider, type AccountProviderOptions } from './AccountProvider.ts';
import { parseSessionScope, SESSION_SCOPE, type WantedSession } from './sessionScope.ts';

export interface ConsoleProviderOptions extends AccountProviderOptions {
  readonly sessions: Pick<ConsoleSessions, 'load' | 'known' | 'signedIn' | 'current' | 'fresh' | 'signOut'>;
  readonly signIn: Pick<ConsoleSignIn, 'run'>;
}

/**
 * The provider `aws-signin`: console sessions. There are no scopes but `session:<ARN>`, which picks one; what serves as access
 * token is the JSON document that the AWS CLI's `credential_process` defines.
 */
export class ConsoleProvider extends AccountProvider<WantedSession, SignedInConsole> {
  readonly #sessions: ConsoleProviderOptions['sessions'];
  readonly #signIn: ConsoleProviderOptions['signIn'];

  constructor(options: ConsoleProviderOptions) {
    super(options);
    this.#sessions = options.sessions;
    this.#signIn = options.signIn;
  }

  onChange(change: Change<SignedInConsole>): void {
    this.tell(change);
  }

  async removeSession(id: string): Promise<void> {
    await this.#sessions.signOut(id);
  }

  protected parse(scopes: readonly string[]): WantedSession {
    const wanted = parseSessionScope(scopes);
    if (wanted.scopes.length > 0) {
      throw new AwsSsoError(
        'InvalidRequest',
        l10n.t('AWS Sign-In has no scopes except {0}.', `${SESSION_SCOPE}<ARN>`),
      );
    }
    return wanted;
  }

  protected load(): Promise<void> {
    return this.#sessions.load();
  }

  protected serving(wanted: WantedSession | undefined): readonly SignedInConsole[] {
    const arn = wanted?.session;
    return this.#sessions.signedIn().filter((session) => arn === undefined || session.arn === arn);
  }

  /** All of them: the editor has the person choose. */
  protected unambiguous(sessions: readonly SignedInConsole[]): readonly SignedInConsole[] {
    return sessions;
  }

  protected async renew(session: SignedInConsole): Promise<void> {
    const id = consoleId(session);
    if (!this.#sessions.current(id)) {
      await this.#sessions.fresh(id);
    }
  }

  protected isGood(session: SignedInConsole): boolean {
    return isTokenValid(session);
  }

  protected labelOf(session: SignedInConsole): string {
    return consoleLabel(session);
  }

  protected show(session: SignedInConsole): vscode.AuthenticationSession {
    const id = consoleId(session);
    const { accountId } = parseConsoleArn(session.arn);
    const credentials = { ...session, expiration: session.expiresAt };
    return {
      id,
      accessToken: JSON.stringify(processCredentials(credentials, accountId)),
      account: { id, label: consoleLabel(session) },
      scopes: [],
    };
  }

  protected async signIn({ session }: WantedSession, label?: string): Promise<vscode.AuthenticationSession> {
    return this.show(
      await this.#signIn.run({ session: label === undefined ? session : this.#labelled(label) }),
    );
  }

  #labelled(label: string): string {
    const known = this.#sessions.known().find((config) => consoleLabel(config) === label);
    if (!known) {
      throw new AwsSsoError(
        'InvalidRequest',
        l10n.t('There’s no console session for the account “{0}”.', label),
      );
    }
    return known.arn;
  }
}
