import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { codeChallenge, codeVerifier, pathWith, redirectUri } from './codeFlow.ts';
import type { KeyObject } from 'node:crypto';
import type { Parameters } from './codeFlow.ts';
import type { Harness, Reply } from './harness.ts';

export const sameDevice = 'arn:aws:signin:::devtools/same-device';
export const crossDevice = 'arn:aws:signin:::devtools/cross-device';

interface ProofChanges {
  header?: object;
  payload?: object;
  signature?: (signed: Buffer) => Buffer;
}

/** A key that makes DPoP proofs, and wrong ones. */
export class ProofKey {
  readonly #privateKey: KeyObject;
  readonly jwk: { kty?: string; crv?: string; x?: string; y?: string };

  constructor() {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.#privateKey = privateKey;
    this.jwk = publicKey.export({ format: 'jwk' });
  }

  get privateJwk(): object {
    return this.#privateKey.export({ format: 'jwk' });
  }

  sign(signed: Buffer, dsaEncoding: 'der' | 'ieee-p1363' = 'ieee-p1363'): Buffer {
    return sign('sha256', signed, { key: this.#privateKey, dsaEncoding });
  }

  proof(harness: Harness, { header, payload, signature }: ProofChanges = {}): string {
    const parts = [
      { typ: 'dpop+jwt', alg: 'ES256', jwk: this.jwk, ...header },
      {
        htm: 'POST',
        htu: `${harness.center.signin}/v1/token`,
        iat: Math.floor(harness.now / 1000),
        jti: randomUUID(),
        ...payload,
      },
    ];
    const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    const signed = Buffer.from(text);
    return `${text}.${(signature?.(signed) ?? this.sign(signed)).toString('base64url')}`;
  }
}

/** Where `aws login` sends a browser. */
export function signinPath(changes: Parameters = {}): string {
  return pathWith('/v1/authorize', {
    response_type: 'code',
    client_id: sameDevice,
    state: 'ea02e726-3fbf-4cfe-812b-8bc627c5b832',
    code_challenge_method: 'SHA-256',
    scope: 'openid',
    redirect_uri: redirectUri,
    code_challenge: codeChallenge,
    ...changes,
  });
}

export function signinCode(harness: Harness, changes: Parameters = {}, consoleSession?: string): string {
  const address = harness.center.url + signinPath(changes);
  const location = harness.center.authorize(address, 'approved', consoleSession);
  return new URL(location).searchParams.get('code') ?? '';
}

/** One call of CreateOAuth2Token. */
export function token(harness: Harness, proof: string | undefined, members: object): Promise<Reply> {
  return harness.send('/v1/token', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...(proof !== undefined && { DPoP: proof }) },
    body: JSON.stringify(members),
  });
}

export function codeMembers(code: string, changes: object = {}): object {
  return {
    clientId: sameDevice,
    grantType: 'authorization_code',
    code,
    redirectUri,
    codeVerifier,
    ...changes,
  };
}

export function refreshMembers(refreshToken: unknown, changes: object = {}): object {
  return { clientId: sameDevice, grantType: 'refresh_token', refreshToken, ...changes };
}
