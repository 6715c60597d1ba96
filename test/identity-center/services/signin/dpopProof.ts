import { createHash, createPublicKey, verify } from 'node:crypto';
import { SigninException } from '../../wire/signinException.ts';
import { tokenAddress } from './addresses.ts';
import type { KeyObject } from 'node:crypto';
import type { Instance } from '../../instance.ts';
import type { ReceivedRequest } from '../../wire/receivedRequest.ts';

/** Seconds that the clock of a client may be wrong. */
const acceptedSkew = 300;

/** Checks the proof of possession (RFC 9449 section 4.3). The result is the RFC 7638 thumbprint of its key. */
export function provenThumbprint(instance: Instance, request: ReceivedRequest): string {
  const { store, settings } = instance;
  const proof = request.headers['dpop'];
  if (typeof proof !== 'string') throw invalid('there is none');
  const [header = '', payload = '', signature = '', ...more] = proof.split('.');
  if (more.length > 0 || signature === '') throw invalid('it is no compact JWS');

  const { typ, alg, jwk } = decoded(header);
  if (typ !== 'dpop+jwt') throw invalid('typ has to be dpop+jwt');
  if (alg !== 'ES256') throw invalid('alg has to be ES256');
  const key = publicKey(jwk);
  const signed = Buffer.from(`${header}.${payload}`);
  const rs = Buffer.from(signature, 'base64url');
  if (!verify('sha256', signed, { key, dsaEncoding: 'ieee-p1363' }, rs)) {
    throw invalid('the signature does not match');
  }

  const { htm, htu, iat, jti } = decoded(payload);
  if (htm !== request.method) throw invalid(`htm has to be ${request.method}`);
  const address = tokenAddress(instance, request);
  if (withoutQuery(htu) !== withoutQuery(address)) throw invalid(`htu has to be ${address}`);
  if (typeof iat !== 'number' || Math.abs(iat - settings.clock() / 1000) > acceptedSkew) {
    throw invalid('iat is not now');
  }
  if (typeof jti !== 'string' || jti === '') throw invalid('jti is missing');
  if (settings.repeatedProofs === 'refused' && store.proofIds.has(jti)) throw invalid('jti came before');
  store.proofIds.add(jti);
  return thumbprint(key);
}

function invalid(reason: string): SigninException {
  return new SigninException('INVALID_REQUEST', `Invalid DPoP proof: ${reason}`);
}

function decoded(part: string): Record<string, unknown> {
  if (!/^[\w-]+$/.test(part)) throw invalid('it is not in base64url');
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(part, 'base64url').toString());
  } catch {
    throw invalid('it holds no JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid('it holds no object');
  return { ...value };
}

/** A point on P-256. The private part must not be there. */
function publicKey(jwk: unknown): KeyObject {
  if (typeof jwk !== 'object' || jwk === null) throw invalid('jwk is missing');
  const { kty, crv, x, y, d } = jwk as Record<string, unknown>;
  if (kty !== 'EC' || crv !== 'P-256') throw invalid('jwk has to be of the curve P-256');
  if (d !== undefined) throw invalid('jwk holds the private key');
  try {
    return createPublicKey({ key: { kty, crv, x: String(x), y: String(y) }, format: 'jwk' });
  } catch {
    throw invalid('jwk is no point on the curve');
  }
}

function thumbprint(key: KeyObject): string {
  const { crv, kty, x, y } = key.export({ format: 'jwk' });
  return createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
}

/** RFC 9449 section 4.3, item 9, with the syntax-based normalization of RFC 3986 section 6.2.2. */
function withoutQuery(address: unknown): string | undefined {
  if (typeof address !== 'string' || !URL.canParse(address)) return undefined;
  const { origin, pathname } = new URL(address);
  return `${origin}${pathname}`;
}
