import type { SsoOidc } from '../../aws/services/SsoOidc.ts';
import type { SsoPortal } from '../../aws/services/SsoPortal.ts';
import type { AuthorizePrompt } from './authorize.ts';
import type { PortalBehind } from '../../aws/services/portalBehind.ts';
import type { SignInTarget, Tokens } from './identityCenter.ts';

/** The services of one session, at the addresses in force. */
export interface SessionServices {
  readonly oidc: SsoOidc;
  readonly portal: SsoPortal;
  /** As `issuerAddress` of `oidc` and of `portal`, which throw as it does. */
  readonly issuer: string;
  readonly portalIssuer: string;
  /** Asks an own domain for its portal. @throws AwsSsoError as `portalBehind`; the signal's reason when aborted. */
  readonly portalBehind: (startUrl: string, signal: AbortSignal) => Promise<PortalBehind>;
  /**
   * Gets tokens for the session from a person.
   *
   * @throws AwsSsoError as `authorize`; the signal's reason when aborted.
   */
  readonly authorize: (target: SignInTarget, prompt: AuthorizePrompt, signal: AbortSignal) => Promise<Tokens>;
}

/** That of the portal is left out where it cannot be used: a sign-in can do without. */
export function issuersOf(there: SessionServices): Pick<Tokens, 'issuer' | 'portalIssuer'> {
  const { issuer } = there;
  try {
    return { issuer, portalIssuer: there.portalIssuer };
  } catch {
    return { issuer };
  }
}
