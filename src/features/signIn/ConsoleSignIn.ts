import type { SignedInConsole } from '../../sessions/kinds/console.ts';
import { consoleSignInKind, type ConsoleSignInKindOptions } from './consoleSignInKind.ts';
import { type RunOptions, SignInController, type SignInControllerOptions } from './SignInController.ts';
import { checkWanted, type WantedConsole } from './wantedConsole.ts';

/** Signing in with AWS console credentials. */
export class ConsoleSignIn extends SignInController<WantedConsole, SignedInConsole> {
  constructor(options: SignInControllerOptions & ConsoleSignInKindOptions) {
    super(consoleSignInKind(options), options);
  }

  /**
   * As `SignInController.run`.
   *
   * @throws AwsSsoError `InvalidRequest` for an argument that is none; `AccessDenied` when the person chose another session in
   * the browser, which is signed in then.
   */
  override async run(wanted: WantedConsole = {}, options?: RunOptions): Promise<SignedInConsole> {
    checkWanted(wanted);
    return super.run(wanted, options);
  }
}
