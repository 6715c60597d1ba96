import { randomBytes, randomInt } from 'node:crypto';
import type { AwsCredentials } from './store.ts';

/** 16 random bytes followed by the region's name. */
export function newClientId(region: string): string {
  return Buffer.concat([randomBytes(16), Buffer.from(region, 'ascii')]).toString('base64url');
}

/** An opaque text in the form of a JWT, as long as the service's: stores and logs have to cope with its size. */
export function newClientSecret(issuedAt: number): string {
  const header = { kid: `key-${issuedAt}`, alg: 'HS384' };
  const payload = { serialized: randomBytes(770).toString('base64') };
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  return [encode(header), encode(payload), randomBytes(48).toString('base64url')].join('.');
}

export function newDeviceCode(): string {
  return randomBytes(64).toString('base64url');
}

/** RFC 8628 section 6.1: no vowels, so no words, and nothing that looks like a digit. */
const userCodeLetters = 'BCDFGHJKLMNPQRSTVWXZ';

export function newUserCode(): string {
  const letters = Array.from({ length: 8 }, () => userCodeLetters.charAt(randomInt(userCodeLetters.length)));
  return hyphenated(letters.join(''));
}

/** The code a person meant: RFC 8628 section 6.1 wants case and punctuation ignored. */
export function normalizedUserCode(typed: string): string {
  return hyphenated(typed.toUpperCase().replaceAll(/[^A-Z0-9]/g, ''));
}

export function newAuthorizationCode(): string {
  return randomBytes(96).toString('base64url');
}

/** What only the page that was opened for a person knows. */
export function newConsentId(): string {
  return randomBytes(24).toString('base64url');
}

/** Has every character in it that a client must not send as it is. */
export function newPageToken(): string {
  return `${randomBytes(12).toString('base64url')}+/&=${randomBytes(13).toString('base64')}`;
}

export function newAccessToken(): string {
  return `aoaAAAAAG${randomBytes(96).toString('base64url')}:${signature()}`;
}

export function newRefreshToken(): string {
  return `aorAAAAAG${randomBytes(120).toString('base64url')}:${signature()}`;
}

/** A refresh token of AWS Sign-In. */
export function newSigninRefreshToken(): string {
  return `ASOR${randomBytes(384).toString('base64url')}`;
}

/** The letters and digits of base32, in which AWS writes access key ids. */
const keyIdCharacters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Temporary credentials: their key ids begin with ASIA, the base64 of their tokens says `origin_ec`. */
export function newAwsCredentials(): AwsCredentials {
  const keyId = Array.from(randomBytes(16), (byte) => keyIdCharacters.charAt(byte % keyIdCharacters.length));
  const token = Buffer.concat([Buffer.from('!\n\torigin_ec'), randomBytes(600)]);
  return {
    accessKeyId: `ASIA${keyId.join('')}`,
    secretAccessKey: randomBytes(30).toString('base64'),
    sessionToken: token.toString('base64'),
  };
}

function hyphenated(letters: string): string {
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}

/** The DER form of an ECDSA signature on P-384: its base64 begins with `MG`, and has `+`, `/` and `=` in it. */
function signature(): string {
  const integer = () => Buffer.concat([Buffer.from([0x02, 0x31, 0x00]), randomBytes(48)]);
  return Buffer.concat([Buffer.from([0x30, 0x66]), integer(), integer()]).toString('base64');
}
