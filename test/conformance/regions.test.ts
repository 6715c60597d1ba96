import assert from 'node:assert/strict';
import { SsoCache } from '../../src/aws/cache/SsoCache.ts';
import { Retries } from '../../src/aws/services/retries.ts';
import { SsoOidc } from '../../src/aws/services/SsoOidc.ts';
import { SsoPortal } from '../../src/aws/services/SsoPortal.ts';
import { collect } from '../../src/base/collect.ts';
import { NEVER } from '../../src/base/never.ts';
import { fetchClient } from '../../src/http/client/fetchClient.ts';
import { authorize } from '../../src/sessions/kinds/authorize.ts';
import { sessionId } from '../../src/sessions/kinds/identityCenter.ts';
import { IdentityCenterSessions } from '../../src/sessions/kinds/IdentityCenterSessions.ts';
import { Registrations } from '../../src/sessions/kinds/Registrations.ts';
import { ssoCacheFiles } from '../../src/sessions/kinds/ssoCacheFiles.ts';
import { portalAccess } from '../../src/sessions/portal/portalAccess.ts';
import { type IdentityCenter, startIdentityCenter } from '../identity-center/server.ts';
import { blindPrompt } from '../unit/support/blindPrompt.ts';
import { memoryLog } from '../unit/support/memoryLog.ts';
import { MemorySecrets } from '../unit/support/MemorySecrets.ts';
import { MemoryLock, MemoryWindows } from '../unit/support/memoryWindows.ts';

const [FIRST, SECOND] = ['us-east-1', 'us-west-2'] as const;

/** Two regions that know nothing of each other's tokens: two servers, over the network. */
describe('Two regions of one Identity Center', () => {
  const centers = new Map<string, IdentityCenter>();
  let sessions: IdentityCenterSessions;
  let accounts: () => Promise<number>;
  const config = {
    ...{ name: 'corp', startUrl: 'https://d-1234567890.awsapps.com/start', region: FIRST, regions: [SECOND] },
    registrationScopes: ['sso:account:access'],
  };
  const center = (region: string): IdentityCenter => centers.get(region)!;
  const stop = (region: string): Promise<void> => center(region).stop();
  const operations = (region: string): string[] =>
    center(region).requests.map(({ operation }) => operation ?? '');

  beforeEach(async () => {
    for (const region of [FIRST, SECOND]) {
      centers.set(region, await startIdentityCenter({ interval: 0.05, accessTokenLifetime: 3_600 }));
    }
    open(new MemorySecrets());
  });
  afterEach(async () => {
    sessions.dispose();
    await Promise.all([FIRST, SECOND].map(stop));
  });

  /** A window. */
  function open(secrets: MemorySecrets): void {
    const [log, http, windows] = [memoryLog(), fetchClient(), new MemoryWindows()];
    const registrations = new Registrations(secrets, log);
    sessions = new IdentityCenterSessions({
      ...{ secrets, log, lock: new MemoryLock() },
      otherWindows: windows.seenBy((message) => Promise.resolve(sessions.answer(message))),
      sharing: { isOn: () => false, files: ssoCacheFiles(new SsoCache({}), () => []) },
      services: (region, hasNext = false) => {
        const { url } = center(region);
        const retries = new Retries(() => 0, hasNext ? 1 : undefined);
        const oidc = new SsoOidc(http, url, retries);
        return Promise.resolve({
          ...{ oidc, portal: new SsoPortal(http, url, retries), issuer: url, portalIssuer: url },
          portalBehind: () => Promise.reject(new Error('No own domain is asked.')),
          authorize: (one, prompt, signal) =>
            authorize(one, { oidc, endpoint: url, registrations, prompt, signal, log }),
        });
      },
      configured: () => [config],
      loadConfigured: () => Promise.resolve(),
      onChange: () => undefined,
      onEnded: () => undefined,
    });
    const atPortal = portalAccess(sessions);
    accounts = async () =>
      (
        await atPortal(sessionId(config), (portal, accessToken) =>
          collect(portal.listAccounts(accessToken, NEVER)),
        )
      ).length;
  }

  /** Approves each code, wherever it is shown. */
  function signIn(): Promise<unknown> {
    const prompt = {
      ...blindPrompt(),
      show: ({ userCode }: { userCode: string }) =>
        [...centers.values()].find((one) => one.pendingUserCodes.includes(userCode))?.approve(userCode),
    };
    return sessions.signIn(config, prompt, NEVER);
  }

  it('sign in, list accounts and renew in the second while the first refuses connections', async () => {
    await stop(FIRST);
    await signIn();
    assert.ok((await accounts()) > 0);
    center(SECOND).expireAccessTokens();
    assert.ok((await accounts()) > 0);
    const expected = ['RegisterClient', 'StartDeviceAuthorization', 'CreateToken', 'ListAccounts'];
    assert.deepEqual(new Set(operations(SECOND)), new Set(expected));
    assert.equal(sessions.find(sessionId(config))?.issuer, center(SECOND).url);
  });

  it('keep a session of the first while that is away, though the second does not know it', async () => {
    await signIn();
    assert.deepEqual(operations(SECOND), []);
    await stop(FIRST);
    await assert.rejects(accounts(), { code: 'Network' });
    await assert.rejects(
      sessions.renew(sessionId(config), sessions.find(sessionId(config))?.accessToken ?? ''),
      { code: 'Network' },
    );
    assert.equal(sessions.signedIn().length, 1);
    assert.deepEqual(sessions.endedUntold(), []);
  });

  it('use a session of the second where the first is back, and does not know it', async () => {
    const { port } = new URL(center(FIRST).url);
    const secrets = new MemorySecrets();
    open(secrets);
    await stop(FIRST);
    await signIn();
    sessions.dispose();
    centers.set(FIRST, await startIdentityCenter({ port: Number(port) }));
    // A window that knows nothing of the trouble.
    open(secrets);
    await sessions.load();
    assert.ok((await accounts()) > 0);
    assert.deepEqual(operations(FIRST), ['ListAccounts']);
    assert.deepEqual(
      center(FIRST).requests.map(({ status }) => status),
      [401],
    );
  });
});
