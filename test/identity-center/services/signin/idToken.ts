import { randomBytes } from 'node:crypto';
import type { Instance } from '../../instance.ts';
import type { TokenOwner } from './issueTokens.ts';

/** In the form of a JWT. Clients read the session's ARN out of `sub`, and have no key to check the signature with. */
export function newIdToken(
  { origin, settings }: Instance,
  { clientId, consoleSession, session }: TokenOwner,
): string {
  const header = { typ: 'JWT', alg: 'ES384', kid: randomBytes(8).toString('hex') };
  const claims = {
    iss: origin,
    aud: clientId,
    sub: consoleSession,
    iat: Math.floor(settings.clock() / 1000),
    exp: Math.floor(session.endsAt / 1000),
  };
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  return [encode(header), encode(claims), randomBytes(96).toString('base64url')].join('.');
}
