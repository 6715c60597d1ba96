import { Retries } from '../../../src/aws/services/retries.ts';
import { SsoOidc } from '../../../src/aws/services/SsoOidc.ts';
import { NEVER } from '../../../src/base/never.ts';
import { fetchClient } from '../../../src/http/client/fetchClient.ts';
import { authorizeDevice } from '../../../src/oauth/deviceAuthorization.ts';
import type { SignedInSession } from '../../../src/sessions/kinds/identityCenter.ts';
import type { IdentityCenter } from '../../identity-center/server.ts';
import { CORP } from '../../unit/support/openSessions.ts';

const DAY_MS = 86_400_000;

/** Signs in at the local Identity Center by a device code, which is approved at once. */
export async function signedIn(center: IdentityCenter): Promise<SignedInSession> {
  const oidc = new SsoOidc(fetchClient(), center.oidc, new Retries());
  const client = await oidc.registerClient({ clientName: 'x', scopes: CORP.registrationScopes }, NEVER);
  const prompt = {
    show: ({ userCode }: { userCode: string }) => center.approve(userCode),
    trouble: () => undefined,
  };
  const token = await authorizeDevice(oidc, client, {
    startUrl: center.startUrl,
    prompt,
    signal: NEVER,
  });
  const receivedAt = Date.now();
  const { accessToken, refreshToken } = token;
  return {
    ...CORP,
    ...{ accessToken, refreshToken, revision: 1, receivedAt, expiresAt: receivedAt + token.expiresIn * 1000 },
    ...{ clientId: client.clientId, clientSecret: client.clientSecret },
    registrationExpiresAt: receivedAt + DAY_MS,
  };
}
