import type { Clock } from '@sinonjs/fake-timers';
import { Retries } from '../../../src/aws/services/retries.ts';
import { SsoOidc } from '../../../src/aws/services/SsoOidc.ts';
import { SsoPortal } from '../../../src/aws/services/SsoPortal.ts';
import { SsoCache } from '../../../src/aws/cache/SsoCache.ts';
import { authorize } from '../../../src/sessions/kinds/authorize.ts';
import type { SessionServices } from '../../../src/sessions/kinds/SessionServices.ts';
import { Registrations } from '../../../src/sessions/kinds/Registrations.ts';
import { IdentityCenterSessions } from '../../../src/sessions/kinds/IdentityCenterSessions.ts';
import { ssoCacheFiles } from '../../../src/sessions/kinds/ssoCacheFiles.ts';
import { portalAccess } from '../../../src/sessions/portal/portalAccess.ts';
import type { Change } from '../../../src/sessions/engine/change.ts';
import type { SessionConfig, SignedInSession } from '../../../src/sessions/kinds/identityCenter.ts';
import { blindPrompt } from './blindPrompt.ts';
import { memoryLog } from './memoryLog.ts';
import { MemorySecrets } from './MemorySecrets.ts';
import { MemoryLock, MemoryWindows } from './memoryWindows.ts';
import { type Answer, exception, MockAws, ORIGIN } from './mockAws.ts';

export const CORP: SessionConfig = {
  name: 'corp',
  startUrl: 'https://d-1234567890.awsapps.com/start',
  region: 'us-east-1',
  registrationScopes: ['sso:account:access'],
};
export const LAB: SessionConfig = { ...CORP, name: 'lab', startUrl: 'https://lab.awsapps.com/start' };

export const INVALID_CLIENT = exception('InvalidClientException', 'invalid_client', 401);
export const UNAUTHORIZED_CLIENT = exception('UnauthorizedClientException', 'unauthorized_client');

export function registered(clientId: string, lifetimeSeconds = 7_776_000): Answer {
  const clientSecretExpiresAt = Math.floor(Date.now() / 1000) + lifetimeSeconds;
  return { body: { clientId, clientSecret: `secret of ${clientId}`, clientSecretExpiresAt } };
}

export function started(): Answer {
  return {
    body: {
      deviceCode: 'd',
      userCode: 'ABCD-EFGH',
      verificationUri: 'https://x/',
      expiresIn: 600,
      interval: 1,
    },
  };
}

export function token(accessToken: string, expiresIn = 3600): Answer {
  return { body: { accessToken, expiresIn, refreshToken: `refresh of ${accessToken}` } };
}

/** The sessions as one window sees them, with a service whose answers a test queues. */
export function openSessions(
  clock: Clock,
  {
    secrets = new MemorySecrets(),
    configured = [CORP],
    windows = new MemoryWindows(),
    lock = new MemoryLock(),
    /** Of the AWS CLI, where sessions are shared with it: the home directory, or the cache. */
    home = '',
    cache = home === '' ? undefined : new SsoCache({ HOME: home }),
    isSharing = () => cache !== undefined,
    cliScopes,
    cliRegion,
    loadConfigured = () => Promise.resolve(),
    /** Of the services, as `issuerAddress` gives it. */
    issuer = () => ORIGIN,
    portalIssuer = issuer,
    /** The services of further regions. */
    elsewhere = {},
    portalBehind = () => Promise.reject(new Error('No own domain is asked.')),
    onChange = () => undefined,
    onLoaded = () => undefined,
  }: {
    secrets?: MemorySecrets;
    configured?: readonly SessionConfig[];
    windows?: MemoryWindows;
    lock?: MemoryLock;
    home?: string;
    cache?: SsoCache | undefined;
    isSharing?: () => boolean;
    /** Those that the AWS CLI's config file names; else the same as here. */
    cliScopes?: readonly string[];
    /** Likewise. */
    cliRegion?: string;
    loadConfigured?: () => Promise<void>;
    issuer?: () => string;
    portalIssuer?: () => string;
    elsewhere?: Readonly<Record<string, MockAws>>;
    portalBehind?: SessionServices['portalBehind'];
    onChange?: (change: Change<SignedInSession>) => void;
    onLoaded?: () => void;
  } = {},
) {
  const aws = new MockAws();
  const log = memoryLog();
  const changes: Record<'added' | 'changed' | 'removed', string[]>[] = [];
  const names = (sessions: readonly SessionConfig[]) => sessions.map(({ name }) => name);
  const registrations = new Registrations(secrets, log);
  const others = windows.seenBy((message) => Promise.resolve(sessions.answer(message)));
  const services = (region: string, hasNext = false): Promise<SessionServices> => {
    const there = elsewhere[region] ?? aws;
    const address = `https://oidc.${region}.amazonaws.com`;
    const retries = new Retries(() => 0, hasNext ? 1 : undefined);
    const oidc = hasNext ? new SsoOidc(there.http, ORIGIN, retries) : there.oidc;
    return Promise.resolve({
      oidc,
      portalBehind,
      authorize: (config, prompt, signal) =>
        authorize(config, {
          ...{ oidc, endpoint: elsewhere[region] ? address : ORIGIN, registrations },
          ...{ prompt, signal, log },
        }),
      portal: new SsoPortal(there.http, ORIGIN, retries),
      issuer: elsewhere[region] ? address : issuer(),
      get portalIssuer() {
        return elsewhere[region] ? address : portalIssuer();
      },
    });
  };
  const sessions: IdentityCenterSessions = new IdentityCenterSessions({
    secrets,
    lock,
    sharing: {
      isOn: isSharing,
      cache,
      files: ssoCacheFiles(cache ?? new SsoCache({}), ({ name, startUrl, region, registrationScopes }) => [
        {
          sessionName: name,
          startUrl,
          region: cliRegion ?? region,
          scopes: cliScopes ?? registrationScopes,
        },
      ]),
    },
    otherWindows: others,
    services,
    configured: () => configured,
    loadConfigured,
    onLoaded,
    onChange(change) {
      const { added, changed, removed } = change;
      changes.push({ added: names(added), changed: names(changed), removed: names(removed) });
      onChange(change);
    },
    onEnded: () => undefined,
    log,
  });
  const prompt = blindPrompt();
  async function signIn(config: SessionConfig, signal = new AbortController().signal) {
    const promise = sessions.signIn(config, prompt, signal);
    let isSettled = false;
    const settle = (): void => void (isSettled = true);
    promise.then(settle, settle);
    await clock.tickAsync(3000);
    // Where files are read and written, that happens in real time.
    for (const start = performance.now(); !isSettled && performance.now() - start < 1_500;) {
      await new Promise((resolve) => setImmediate(resolve));
      await clock.tickAsync(100);
    }
    return promise;
  }
  const operations = () =>
    aws.received.map(({ path, body }) => [path, body['clientId'] ?? body['clientName']]);
  const atPortal = portalAccess(sessions);
  return { aws, log, changes, sessions, atPortal, signIn, operations, secrets };
}
