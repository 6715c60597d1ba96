import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { waitFor } from '../../editor/waitFor.ts';
import { api, configure } from '../../host/support.ts';
import type { IdentityCenter } from '../../identity-center/server.ts';

const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:device_code';
const DAY_MS = 86_400_000;

/**
 * Signs in to the session as the AWS CLI does, and has the extension take it over. Its files don't say where tokens were issued,
 * so the endpoint may be another in each situation: tokens of a sign-in in VS Code are used nowhere else.
 */
export async function signInAsAwsCli(center: IdentityCenter, session: string): Promise<void> {
  const { oidc, startUrl, region } = center;
  const post = async (operation: string, body: object): Promise<Record<string, string>> => {
    const response = await fetch(`${oidc}/${operation}`, { method: 'POST', body: JSON.stringify(body) });
    return (await response.json()) as Record<string, string>;
  };
  const scopes = ['sso:account:access'];
  const { clientId, clientSecret } = await post('client/register', {
    clientName: 'aws',
    clientType: 'public',
    scopes,
  });
  const client = { clientId, clientSecret };
  const { deviceCode, userCode = '' } = await post('device_authorization', { ...client, startUrl });
  center.approve(userCode);
  const token = await post('token', { ...client, grantType: GRANT_TYPE, deviceCode });
  const directory = path.join(process.env['HOME'] ?? '', '.aws/sso/cache');
  mkdirSync(directory, { recursive: true });
  const name = createHash('sha1').update(session).digest('hex');
  const inADay = new Date(Date.now() + DAY_MS).toISOString();
  writeFileSync(
    path.join(directory, `${name}.json`),
    JSON.stringify({
      startUrl,
      region,
      accessToken: token['accessToken'],
      expiresAt: new Date(Date.now() + Number(token['expiresIn']) * 1000).toISOString(),
      refreshToken: token['refreshToken'],
      clientId,
      clientSecret,
      registrationExpiresAt: inADay,
    }),
  );
  const aws = await api();
  await configure({ shareTokensWithAwsCli: true });
  await waitFor('the session of the AWS CLI', () =>
    aws.sessions.some(({ name: known, signedIn }) => known === session && signedIn),
  );
  await configure({ shareTokensWithAwsCli: undefined });
}
