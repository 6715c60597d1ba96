import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomUUID,
  sign,
} from 'node:crypto';

/** A key for one sign-in, as SEC1 in PEM: the form in which the AWS CLI keeps its own. */
export function newDpopKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ format: 'pem', type: 'sec1' }).toString();
}

/** Whether the text is a key that proofs can be made with. */
export function isDpopKey(pem: string): boolean {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = createPrivateKey(pem);
    return asymmetricKeyType === 'ec' && asymmetricKeyDetails?.namedCurve === 'prime256v1';
  } catch {
    return false;
  }
}

/**
 * A DPoP proof for one request (RFC 9449 section 4.2), signed with ES256.
 *
 * @param key a private key on the curve P-256; its public part goes into the proof.
 * @param htu the address of the request, without query and fragment.
 * @param now the time by the clock of the service, in epoch milliseconds.
 */
export function dpopProof(key: KeyObject, htm: string, htu: string, now: number): string {
  const { kty, crv, x, y } = createPublicKey(key).export({ format: 'jwk' });
  const header = { typ: 'dpop+jwt', alg: 'ES256', jwk: { kty, crv, x, y } };
  const payload = { htm, htu, iat: Math.floor(now / 1000), jti: randomUUID() };
  const input = `${encode(header)}.${encode(payload)}`;
  // JWS wants r and s side by side (RFC 7518 section 3.4), not in the DER form that is the default here.
  const signature = sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
