import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { endSentence } from '../sessions/endSentence.ts';
import type { Sessions } from '../sessions/Sessions.ts';
import { type EndedSession, sessionId, sessionLabel, withScopes } from '../sessions/SsoSession.ts';
import type { SignInOnDemand } from './SignIn.ts';

/** Tells the person that a session has ended, and why: once, in the window that they are looking at. */
export class EndedSessions {
  readonly #sessions: Sessions;
  readonly #signIn: SignInOnDemand;
  readonly #subscription: vscode.Disposable;

  constructor(sessions: Sessions, signIn: SignInOnDemand) {
    this.#sessions = sessions;
    this.#signIn = signIn;
    this.#subscription = vscode.window.onDidChangeWindowState(() => this.update());
  }

  /** Tells of those that nobody has told of yet. */
  update(): void {
    if (vscode.window.state.focused) {
      for (const session of this.#sessions.endedUntold()) {
        void this.#tell(session);
      }
    }
  }

  async #tell(session: EndedSession): Promise<void> {
    if (!(await this.#sessions.claimTelling(sessionId(session)))) {
      return;
    }
    const signInAgain = l10n.t('Sign in again');
    const choice = await vscode.window.showInformationMessage(
      l10n.t('The session {0} has ended. {1}', sessionLabel(session), endSentence(session.ended)),
      signInAgain,
    );
    // It may have been signed in to since.
    if (choice === signInAgain && !this.#sessions.find(sessionId(session))) {
      // How it ends is shown by the sign-in itself.
      const config = this.#sessions.known().find((known) => sessionId(known) === sessionId(session));
      const all = withScopes(config ?? session, session.registrationScopes);
      await this.#signIn.run(all).catch(() => undefined);
    }
  }

  dispose(): void {
    this.#subscription.dispose();
  }
}
