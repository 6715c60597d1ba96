import { isConsoleArn, parseConsoleArn } from '../../aws/endpoints/consoleArn.ts';
import { parseRegion } from '../../aws/endpoints/regions.ts';
import type { SignInFlow } from '../../oauth/FlowChoice.ts';
import type { SignedInConsole } from '../../sessions/kinds/console.ts';
import { consoleSignInKind, type ConsoleSignInKindOptions } from './consoleSignInKind.ts';
import { SignInController, type SignInControllerOptions } from './SignInController.ts';

/** What a caller may have decided already. */
export interface WantedConsole {
  /** The ARN of a session. */
  readonly session?: string | undefined;
  /** Of the endpoint of AWS Sign-In. */
  readonly region?: string | undefined;
}

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
  override async run(wanted: WantedConsole = {}, flow?: SignInFlow): Promise<SignedInConsole> {
    checkWanted(wanted);
    return super.run(wanted, flow);
  }
}

/** @throws AwsSsoError `InvalidRequest` for an argument that is none. */
export function checkWanted({ session, region }: WantedConsole): void {
  if (session !== undefined && !isConsoleArn(session)) {
    parseConsoleArn(session);
  }
  if (region !== undefined) {
    parseRegion(region);
  }
}
