import { randomBytes, randomInt } from 'node:crypto';

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

export function newAccessToken(): string {
  return `aoaAAAAAG${randomBytes(96).toString('base64url')}:${signature()}`;
}

export function newRefreshToken(): string {
  return `aorAAAAAG${randomBytes(120).toString('base64url')}:${signature()}`;
}

function hyphenated(letters: string): string {
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}

/** The DER form of an ECDSA signature on P-384: its base64 begins with `MG`, and has `+`, `/` and `=` in it. */
function signature(): string {
  const integer = () => Buffer.concat([Buffer.from([0x02, 0x31, 0x00]), randomBytes(48)]);
  return Buffer.concat([Buffer.from([0x30, 0x66]), integer(), integer()]).toString('base64');
}
