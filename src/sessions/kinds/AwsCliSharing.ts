import { type CacheKey, tokenName } from '../../aws/cache/cacheKey.ts';
import type { CachedToken, SsoCache } from '../../aws/cache/SsoCache.ts';
import { parseStartUrl } from '../../aws/endpoints/startUrl.ts';
import { messageOf } from '../../base/errors.ts';
import type { Log } from '../../base/Log.ts';
import { NEVER } from '../../base/never.ts';
import { sleep } from '../../base/sleep.ts';
import {
  ACCOUNT_ACCESS_SCOPE,
  canonicalScopes,
  type EndReason,
  foundRevision,
  isSignedIn,
  type SessionConfig,
  type SessionRecord,
  sessionId,
  sessionLabel,
  type SignedInSession,
} from './SsoSession.ts';

/** How long a file must be gone to be taken for removed. */
const SETTLE_MS = 2_000;

export interface AwsCliSharingWorld {
  /** Whether the user wants it. */
  readonly isOn: () => boolean;
  readonly cache: SsoCache;
  /** What the AWS CLI files the session by. */
  readonly cacheKeysOf: (config: SessionConfig) => readonly CacheKey[];
  readonly log: Log;
}

/** What the sessions need of it. */
export type Sharing = Pick<AwsCliSharing, 'newer' | 'write' | 'withdraw' | 'isSignedOut' | 'isReplaced'>;

/**
 * Keeps the sessions and the token cache of the AWS CLI in step, in both directions, for as long as the user wants
 * it. Of two tokens the one that expires later is the newer, unless the other has followed it here; the files say
 * nothing else about it.
 */
export class AwsCliSharing {
  readonly #world: AwsCliSharingWorld;
  /** The tokens that others have followed here, or nothing: a file that holds one of them is behind. */
  readonly #replaced = new Set<string>();
  /** The token that was last seen in the files of a session, by its id. */
  readonly #seen = new Map<string, string>();

  constructor(world: AwsCliSharingWorld) {
    this.#world = world;
  }

  /** The session with what the AWS CLI has for it, if that is newer than the record. */
  async newer(
    config: SessionConfig,
    record: SessionRecord | undefined,
  ): Promise<SignedInSession | undefined> {
    if (!this.#world.isOn()) {
      return undefined;
    }
    // An expired one leads to the next, where it is the last of a session that goes on. It begins none.
    const isOfUse = ({ expiresAt, refreshToken }: CachedToken): boolean =>
      expiresAt > Date.now() || (isSignedIn(record) && refreshToken !== undefined);
    const found = (await this.#read(config)).filter(
      ({ token }) => !this.#replaced.has(token.accessToken) && isOfUse(token),
    );
    const [newest] = found.sort((one, other) => other.token.expiresAt - one.token.expiresAt);
    if (!newest) {
      return undefined;
    }
    this.#seen.set(sessionId(config), newest.token.accessToken);
    return isNewer(newest.token, record) ? asSession(config, newest, record) : undefined;
  }

  /** Has the AWS CLI use what the session has now, or nothing when it has ended. Does not reject. */
  async write(record: SessionRecord): Promise<void> {
    if (!this.#world.isOn()) {
      return;
    }
    try {
      const { cache } = this.#world;
      for (const key of this.#world.cacheKeysOf(record)) {
        const there = await cache.readToken(tokenName(key));
        if (!isOfPortal(key, record) || (there && !isOfPortal(there, record))) {
          // The AWS CLI means another portal, or region, by this name.
          continue;
        }
        if (!isSignedIn(record)) {
          await this.#delete(cache, key, there, record.ended);
        } else if (there?.accessToken !== record.accessToken && !this.#isBehind(record, there)) {
          await write(cache, key, record, there);
        }
      }
      if (isSignedIn(record)) {
        this.#seen.set(sessionId(record), record.accessToken);
      }
    } catch (error) {
      const label = sessionLabel(record);
      this.#world.log.warn(`The AWS CLI’s files of ${label} could not be written: ${messageOf(error)}`);
    }
  }

  /** Takes back what was shared, because the user no longer wants it. Does not reject. */
  async withdraw(session: SignedInSession): Promise<void> {
    try {
      const { cache } = this.#world;
      for (const key of this.#world.cacheKeysOf(session)) {
        if ((await cache.readToken(tokenName(key)))?.accessToken === session.accessToken) {
          await cache.deleteToken(tokenName(key));
          await cache.deleteRegistration(key, session.clientId);
        }
      }
      this.#seen.delete(sessionId(session));
    } catch (error) {
      const label = sessionLabel(session);
      this.#world.log.warn(`The AWS CLI’s files of ${label} could not be removed: ${messageOf(error)}`);
    }
  }

  /** Whether the AWS CLI has signed out of the session: its token was in the files, and none is there any more. */
  async isSignedOut(session: SignedInSession): Promise<boolean> {
    if (!this.#world.isOn() || this.#seen.get(sessionId(session)) !== session.accessToken) {
      return false;
    }
    if (!(await this.#lacksTokens(session))) {
      return false;
    }
    // It may be about to be replaced; or another window takes it back, because the user no longer wants to share.
    await sleep(SETTLE_MS, NEVER);
    return this.#world.isOn() && this.#lacksTokens(session);
  }

  /** Remembers that a token is of no use any more, wherever it stands. The clock alone would not tell: it may be set back. */
  isReplaced(accessToken: string): void {
    this.#replaced.add(accessToken);
  }

  /** An older token never overwrites what the AWS CLI has got itself. */
  #isBehind(session: SignedInSession, there: CachedToken | undefined): boolean {
    return there !== undefined && !this.#replaced.has(there.accessToken) && expiresLater(there, session);
  }

  async #delete(
    cache: SsoCache,
    key: CacheKey,
    there: CachedToken | undefined,
    ended: EndReason,
  ): Promise<void> {
    // Who signs out means all of the session, whoever got the last of its tokens.
    if (there && (ended === 'signedOut' || this.#replaced.has(there.accessToken))) {
      await cache.deleteToken(tokenName(key));
    }
  }

  async #lacksTokens(session: SignedInSession): Promise<boolean> {
    const { cache, cacheKeysOf } = this.#world;
    const keys = cacheKeysOf(session);
    const lacking = await Promise.all(keys.map((key) => cache.lacksToken(tokenName(key))));
    return lacking.length > 0 && !lacking.includes(false);
  }

  /** What the AWS CLI has for this very portal: by the name alone it could be for another. */
  async #read(config: SessionConfig): Promise<Found[]> {
    const { cache, cacheKeysOf } = this.#world;
    const found = await Promise.all(
      cacheKeysOf(config).map(async (key) => ({ key, token: await cache.readToken(tokenName(key)) })),
    );
    return found.filter((one): one is Found => one.token !== undefined && isOfPortal(one.token, config));
  }
}

interface Found {
  readonly key: CacheKey;
  readonly token: CachedToken;
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

async function write(
  cache: SsoCache,
  key: CacheKey,
  session: SignedInSession,
  there: CachedToken | undefined,
): Promise<void> {
  const { accessToken, expiresAt, refreshToken, clientId, clientSecret, registrationExpiresAt } = session;
  if (there?.clientId !== clientId) {
    await cache.writeRegistration(key, { clientId, clientSecret, expiresAt: registrationExpiresAt });
  }
  const { startUrl, region } = key;
  const registration = { clientId, clientSecret, registrationExpiresAt };
  await cache.writeToken(tokenName(key), {
    ...{ startUrl, region, accessToken, expiresAt, refreshToken },
    ...registration,
  });
}

function isNewer(token: CachedToken, record: SessionRecord | undefined): boolean {
  return !isSignedIn(record) || (token.accessToken !== record.accessToken && expiresLater(token, record));
}

/** The files hold whole seconds. Within one, another token than ours is the newer: ours would have overwritten it. */
function expiresLater(token: CachedToken, { expiresAt }: SignedInSession): boolean {
  return token.expiresAt >= Math.floor(expiresAt / 1000) * 1000;
}

function asSession(
  { name, startUrl, region }: SessionConfig,
  { key, token }: Found,
  replaced: SessionRecord | undefined,
): SignedInSession {
  const { accessToken, expiresAt, refreshToken } = token;
  const { clientId = '', clientSecret = '', registrationExpiresAt = 0 } = token;
  return {
    ...{ name, startUrl, region },
    // What the AWS CLI asks for, not what is configured here; unless it has renewed a token of ours.
    registrationScopes:
      isSignedIn(replaced) && replaced.clientId === clientId
        ? replaced.registrationScopes
        : canonicalScopes(key.scopes ?? [ACCOUNT_ACCESS_SCOPE]),
    ...{ accessToken, expiresAt, refreshToken, clientId, clientSecret, registrationExpiresAt },
    // The file does not say, so it is taken for new.
    receivedAt: Math.min(Date.now(), expiresAt),
    revision: foundRevision(replaced),
  };
}
