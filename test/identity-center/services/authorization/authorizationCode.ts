import { newAuthorizationCode } from '../../state/identifiers.ts';
import { issue } from '../../state/store.ts';
import { challengeOf } from './proofKey.ts';
import type { AuthorizationCode, AuthorizationRequest, Store } from '../../state/store.ts';

/** Why a code buys nothing. */
export type CodeProblem =
  'unknown' | 'used' | 'lapsed' | 'other key' | 'other redirect URI' | 'wrong verifier';

export interface PresentedCode {
  readonly code: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly codeVerifier: string;
  /** The thumbprint of the key that a DPoP proof came with. */
  readonly keyThumbprint?: string;
}

export function grantCode(
  store: Store,
  request: AuthorizationRequest,
  consoleSession: string | undefined,
  expiresAt: number,
): string {
  const code = issue(store, newAuthorizationCode());
  store.authorizationCodes.set(code, { request, consoleSession, expiresAt });
  return code;
}

/**
 * The checks of RFC 6749 section 4.1.3, RFC 7636 section 4.6 and RFC 9449 section 5. A code that comes a second time ends
 * the session it was exchanged for (RFC 6749 section 4.1.2).
 */
export function presentCode(
  store: Store,
  { code, clientId, redirectUri, codeVerifier, keyThumbprint }: PresentedCode,
  now: number,
): AuthorizationCode | CodeProblem {
  const known = store.authorizationCodes.get(code);
  if (known?.request.clientId !== clientId) return 'unknown';
  if (known.session) {
    known.session.endsAt = Math.min(known.session.endsAt, now);
    return 'used';
  }
  if (now >= known.expiresAt) return 'lapsed';
  if (keyThumbprint !== undefined) {
    known.keyThumbprint ??= keyThumbprint;
    if (known.keyThumbprint !== keyThumbprint) return 'other key';
  }
  if (known.request.redirectUri !== redirectUri) return 'other redirect URI';
  return challengeOf(codeVerifier) === known.request.codeChallenge ? known : 'wrong verifier';
}
