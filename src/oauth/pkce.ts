import { createHash, randomBytes } from 'node:crypto';

/** As many characters as the AWS CLI sends. Legal are 43 to 128. */
const VERIFIER_BYTES = 48;

/** The proof that who exchanges a code is who asked for it (RFC 7636). */
export interface ProofKey {
  /** A secret until the code is exchanged: 64 characters of base64url (section 4.1). */
  readonly verifier: string;
  /** Its SHA-256 in base64url, without padding: the method S256 (section 4.2). */
  readonly challenge: string;
}

/** A new one, for one authorization request. */
export function newProofKey(): ProofKey {
  const verifier = randomBytes(VERIFIER_BYTES).toString('base64url');
  return { verifier, challenge: challengeOf(verifier) };
}

export function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier, 'ascii').digest('base64url');
}
