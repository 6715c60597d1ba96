import { type CacheKey, tokenName } from '../../aws/cache/cacheKey.ts';
import type { CachedToken, SsoCache } from '../../aws/cache/SsoCache.ts';
import { parseStartUrl } from '../../aws/endpoints/startUrl.ts';
import type { CacheEntry, CacheFile, CacheFiles } from '../engine/CacheSharing.ts';
import { foundRevision } from '../engine/revisions.ts';
import { isSignedIn, type SessionRecord } from '../engine/SessionKind.ts';
import type { IdentityCenter, SessionConfig, SignedInSession } from './identityCenter.ts';
import { ACCOUNT_ACCESS_SCOPE, canonicalScopes } from './scopes.ts';

/** @param cacheKeysOf what the AWS CLI files the session by. */
export function ssoCacheFiles(
  cache: SsoCache,
  cacheKeysOf: (config: SessionConfig) => readonly CacheKey[],
): CacheFiles<IdentityCenter> {
  return (config) => cacheKeysOf(config).map((key) => cacheFile(cache, key, config));
}

function cacheFile(cache: SsoCache, key: CacheKey, config: SessionConfig): CacheFile<IdentityCenter> {
  const name = tokenName(key);
  return {
    // The AWS CLI may mean another portal, or region, by this name.
    isForSession: isOfPortal(key, config),
    async read() {
      const token = await cache.readToken(name);
      return token && entry(config, key, token);
    },
    isMissing: () => cache.lacksToken(name),
    write: (session) => write(cache, key, session),
    isOwn: () => cache.isOwn(name),
    async delete() {
      const there = await cache.readToken(name);
      await cache.deleteToken(name);
      await cache.deleteRegistration(key, there?.clientId);
    },
  };
}

function entry(config: SessionConfig, key: CacheKey, token: CachedToken): CacheEntry<IdentityCenter> {
  return {
    token: token.accessToken,
    expiresAt: token.expiresAt,
    // A file that names no portal is for the one by whose name it is filed.
    isForSession: isOfPortal(
      { startUrl: token.startUrl ?? key.startUrl, region: token.region ?? key.region },
      config,
    ),
    // An expired one leads to the next, where it is the last of a session that goes on. It begins none.
    leadsOn: (record) => isSignedIn<IdentityCenter>(record) && token.refreshToken !== undefined,
    asSession: (replaced) => asSession(config, key, token, replaced),
  };
}

function isOfPortal(
  filed: Pick<CacheKey, 'startUrl' | 'region'>,
  { startUrl, region }: SessionConfig,
): boolean {
  try {
    return parseStartUrl(filed.startUrl) === startUrl && filed.region === region;
  } catch {
    return false;
  }
}

async function write(cache: SsoCache, key: CacheKey, session: SignedInSession): Promise<void> {
  const { accessToken, expiresAt, refreshToken, clientId, clientSecret, registrationExpiresAt } = session;
  const there = await cache.readToken(tokenName(key));
  if (there?.clientId !== clientId) {
    await cache.writeRegistration(key, { clientId, clientSecret, expiresAt: registrationExpiresAt });
  }
  await cache.writeToken(tokenName(key), {
    startUrl: key.startUrl,
    region: key.region,
    accessToken,
    expiresAt,
    refreshToken,
    clientId,
    clientSecret,
    registrationExpiresAt,
  });
}

function asSession(
  { name, startUrl, region, regions }: SessionConfig,
  key: CacheKey,
  token: CachedToken,
  replaced: SessionRecord<IdentityCenter> | undefined,
): SignedInSession {
  const { accessToken, expiresAt, refreshToken } = token;
  const { clientId = '', clientSecret = '', registrationExpiresAt = 0 } = token;
  // Such as when the AWS CLI has renewed a token of ours.
  const before =
    isSignedIn<IdentityCenter>(replaced) && replaced.clientId === clientId ? replaced : undefined;
  return {
    name,
    startUrl,
    region,
    ...(regions === undefined ? {} : { regions }),
    // What the AWS CLI asks for, not what is configured here.
    registrationScopes: before?.registrationScopes ?? canonicalScopes(key.scopes ?? [ACCOUNT_ACCESS_SCOPE]),
    ...(before?.issuer ? { issuer: before.issuer, portalIssuer: before.portalIssuer } : {}),
    ...(isSignedIn<IdentityCenter>(replaced) && replaced.portal ? { portal: replaced.portal } : {}),
    accessToken,
    expiresAt,
    refreshToken,
    clientId,
    clientSecret,
    registrationExpiresAt,
    // The file does not say, so it is taken for new.
    receivedAt: Math.min(Date.now(), expiresAt),
    revision: foundRevision(replaced),
  };
}
