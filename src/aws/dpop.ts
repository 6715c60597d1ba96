import { createPublicKey, type KeyObject, randomUUID, sign } from 'node:crypto';

/**
 * A DPoP proof for one request (RFC 9449 section 4.2), signed with ES256.
 *
 * @param key a private key on the curve P-256; its public part goes into the proof.
 * @param htu the address of the request, without query and fragment.
 */
export function dpopProof(key: KeyObject, htm: string, htu: string): string {
  const { kty, crv, x, y } = createPublicKey(key).export({ format: 'jwk' });
  const header = { typ: 'dpop+jwt', alg: 'ES256', jwk: { kty, crv, x, y } };
  const payload = { htm, htu, iat: Math.floor(Date.now() / 1000), jti: randomUUID() };
  const input = `${encode(header)}.${encode(payload)}`;
  // JWS wants r and s side by side (RFC 7518 section 3.4), not in the DER form that is the default here.
  const signature = sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
