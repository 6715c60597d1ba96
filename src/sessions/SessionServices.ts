import type { SsoOidc } from '../aws/SsoOidc.ts';
import type { SsoPortal } from '../aws/SsoPortal.ts';
import type { DevicePrompt } from '../signIn/deviceAuthorization.ts';
import type { SessionConfig, Tokens } from './SsoSession.ts';

/** The services of one session, at the addresses in force. */
export interface SessionServices {
  readonly oidc: SsoOidc;
  readonly portal: SsoPortal;
  /**
   * Gets tokens for the session from a person.
   *
   * @throws AwsSsoError as `authorizeDevice`; the signal's reason when aborted.
   */
  readonly authorize: (config: SessionConfig, prompt: DevicePrompt, signal: AbortSignal) => Promise<Tokens>;
}
