import type { CachedLogin, LoginCache } from '../../aws/cache/LoginCache.ts';
import { parseConsoleArn } from '../../aws/endpoints/consoleArn.ts';
import type { CacheEntry, CacheFiles } from '../engine/CacheSharing.ts';
import { foundRevision } from '../engine/revisions.ts';
import { isSignedIn, type SessionRecord } from '../engine/SessionKind.ts';
import type { Console, ConsoleConfig, SignedInConsole } from './console.ts';
import { SIGN_IN_MS } from './consoleRules.ts';

/** How long credentials live; the files do not say when they came. */
const CREDENTIALS_MS = 15 * 60_000;

/** The files of `aws login`: one for each session. */
export function loginCacheFiles(cache: LoginCache): CacheFiles<Console> {
  return (config) => {
    const { arn } = config;
    const remove = async (): Promise<void> => void (await cache.delete(arn));
    return [
      {
        isForSession: true,
        async read() {
          const login = await cache.read(arn);
          return login && entry(config, login);
        },
        isMissing: () => cache.lacks(arn),
        write: (session) => cache.write(arn, asLogin(session)),
        isOwn: () => cache.isOwn(arn),
        delete: remove,
      },
    ];
  };
}

function entry(config: ConsoleConfig, login: CachedLogin): CacheEntry<Console> {
  const { sessionToken, expiresAt } = login.accessToken;
  return {
    token: sessionToken,
    expiresAt,
    isForSession: true,
    // Expired ones lead to the next, where the session goes on. They also begin one that nobody has heard of here, for as
    // long as a sign-in lasts; but not again and again one that has ended.
    leadsOn: (record) =>
      isSignedIn<Console>(record) || (record === undefined && expiresAt > Date.now() - SIGN_IN_MS),
    asSession: (replaced) => asSession(config, login, replaced),
  };
}

function asLogin(session: SignedInConsole): CachedLogin {
  const { arn, region, accessKeyId, secretAccessKey, sessionToken, expiresAt } = session;
  const { clientId, refreshToken = '', idToken, dpopKey } = session;
  const { accountId } = parseConsoleArn(arn);
  return {
    accessToken: { accessKeyId, secretAccessKey, sessionToken, accountId, expiresAt },
    tokenType: 'aws_sigv4',
    clientId,
    refreshToken,
    idToken,
    dpopKey,
    signInRegion: region,
  };
}

function asSession(
  { arn, region }: ConsoleConfig,
  { accessToken, clientId, refreshToken, idToken, dpopKey, signInRegion }: CachedLogin,
  replaced: SessionRecord<Console> | undefined,
): SignedInConsole {
  const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = accessToken;
  const issuer = isSignedIn<Console>(replaced) && replaced.dpopKey === dpopKey ? replaced.issuer : undefined;
  return {
    arn,
    region: signInRegion ?? region,
    ...(issuer ? { issuer } : {}),
    accessKeyId,
    secretAccessKey,
    sessionToken,
    expiresAt,
    clientId,
    // A file has to have one.
    refreshToken: refreshToken || undefined,
    idToken,
    dpopKey,
    receivedAt: Math.min(Date.now(), expiresAt - CREDENTIALS_MS),
    revision: foundRevision(replaced),
  };
}
