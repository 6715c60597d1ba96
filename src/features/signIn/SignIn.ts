import * as l10n from '@vscode/l10n';
import type { SessionConfig, SignedInSession } from '../../sessions/kinds/identityCenter.ts';
import { askSession } from './questions/askSession.ts';
import { rememberSession } from './questions/rememberSession.ts';
import {
  type ChooseOptions,
  SessionChooser,
  type SessionChooserOptions,
} from './questions/SessionChooser.ts';
import { SignInController, type SignInControllerOptions } from './SignInController.ts';
import { ssoSignInKind, type SsoSignInKindOptions } from './ssoSignInKind.ts';

export type SignInOptions = SignInControllerOptions &
  SsoSignInKindOptions &
  Pick<SessionChooserOptions, 'sessions' | 'configured'>;

/** Signing in with IAM Identity Center: which session, and the sign-in itself. */
export class SignIn extends SignInController<SessionConfig, SignedInSession> {
  readonly #options: SignInOptions;
  readonly #chooser: SessionChooser;

  constructor(options: SignInOptions) {
    super(ssoSignInKind(options), options);
    this.#options = options;
    this.#chooser = new SessionChooser({ ...options, running: () => this.running() });
  }

  /**
   * The session of that name; without a name, the one that the person chooses among those known, or describes anew.
   *
   * @throws AwsSsoError `InvalidRequest` when there is none of that name; `Cancelled`.
   */
  choose(name?: string, options?: ChooseOptions): Promise<SessionConfig> {
    return this.#chooser.choose(name, options);
  }

  /** Asks for a session, adds it to the user's settings, and offers to sign in to it. @throws AwsSsoError `Cancelled` */
  async add(): Promise<void> {
    const { sessions, ui } = this.#options;
    await sessions.load();
    const title = l10n.t('Add SSO Session');
    const session = await askSession(ui, { title, askName: true, known: sessions.known() });
    void this.#keep(session);
  }

  /** How a sign-in ends is shown by the sign-in itself. */
  async #keep(session: SessionConfig): Promise<void> {
    if (await rememberSession(session, this.#options)) {
      const signInNow = l10n.t('Sign In');
      const text = l10n.t('Added {0} to your settings.', session.name);
      const pressed = await this.#options.ui.show({ severity: 'information', text, buttons: [signInNow] });
      await (pressed === signInNow ? this.run(session).catch(() => undefined) : undefined);
    }
  }
}
