import { createHash } from 'node:crypto';
import type { Harness, Registration, Reply } from './harness.ts';

export const codeVerifier = 'AAAAAAAAAAAAAAAAAAAA-BBBBBBBBBB.CCCCCCCCCC_DDDDDDDDDD~'.padEnd(64, 'e');
export const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url');
export const redirectUri = 'http://127.0.0.1:46411/oauth/callback';

export type Parameters = Record<string, string | undefined>;

export function pathWith(path: string, parameters: Parameters): string {
  const present = Object.entries(parameters).filter((entry): entry is [string, string] => !!entry[1]);
  return `${path}?${new URLSearchParams(present).toString()}`;
}

/** Where the AWS CLI sends a browser, in its order. */
export function authorizePath({ clientId }: Registration, changes: Parameters = {}): string {
  return pathWith('/authorize', {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    state: 'd2a0 &=+',
    code_challenge_method: 'S256',
    scopes: 'sso:account:access',
    code_challenge: codeChallenge,
    ...changes,
  });
}

export function registerCodeClient(harness: Harness, members: object = {}): Promise<Registration> {
  return harness.register({
    grantTypes: ['authorization_code', 'refresh_token'],
    redirectUris: ['http://127.0.0.1/oauth/callback'],
    issuerUrl: harness.center.startUrl,
    scopes: ['sso:account:access', 'codewhisperer:completions'],
    ...members,
  });
}

/** Opens the page at an authorization path, and presses a button as a browser would. */
export async function decideAt(
  harness: Harness,
  path: string,
  decision: string,
  fields: Record<string, string> = {},
): Promise<Reply> {
  const { text } = await harness.send(path);
  return harness.form({ consent: consentIn(text), decision, ...fields }, path.replace(/\?.*/, ''));
}

export function consentIn(text: string): string {
  const [, consent = ''] = /name="consent" value="([\w-]+)"/.exec(text) ?? [];
  return consent;
}

export function locationOf({ headers }: Reply): URL {
  return new URL(headers.get('location') ?? '', 'http://nowhere.test');
}

/** A code for the client, by the address that the page leads to. */
export function codeFor(harness: Harness, client: Registration, changes: Parameters = {}): string {
  const location = harness.center.authorize(harness.center.url + authorizePath(client, changes));
  return new URL(location).searchParams.get('code') ?? '';
}

export function redeem(
  harness: Harness,
  client: Registration,
  code: string,
  changes: object = {},
): Promise<Reply> {
  return harness.post('/token', {
    ...client,
    grantType: 'authorization_code',
    code,
    redirectUri,
    codeVerifier,
    ...changes,
  });
}
