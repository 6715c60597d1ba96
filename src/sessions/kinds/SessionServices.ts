import type { SsoOidc } from '../../aws/services/SsoOidc.ts';
import type { SsoPortal } from '../../aws/services/SsoPortal.ts';
import type { AuthorizePrompt } from './authorize.ts';
import type { SessionConfig, Tokens } from './identityCenter.ts';

/** The services of one session, at the addresses in force. */
export interface SessionServices {
  readonly oidc: SsoOidc;
  readonly portal: SsoPortal;
  /** As `issuerAddress` of `oidc` and of `portal`, which throw as it does. */
  readonly issuer: string;
  readonly portalIssuer: string;
  /**
   * Gets tokens for the session from a person.
   *
   * @throws AwsSsoError as `authorize`; the signal's reason when aborted.
   */
  readonly authorize: (
    config: SessionConfig,
    prompt: AuthorizePrompt,
    signal: AbortSignal,
  ) => Promise<Tokens>;
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
