import { parseConsoleArn } from '../../aws/endpoints/consoleArn.ts';
import type { CachedLogin, LoginCache } from '../../aws/cache/LoginCache.ts';
import { messageOf } from '../../base/errors.ts';
import type { Log } from '../../base/Log.ts';
import { NEVER } from '../../base/never.ts';
import { sleep } from '../../base/sleep.ts';
import {
  type ConsoleConfig,
  consoleLabel,
  type ConsoleRecord,
  isSignedInConsole,
  type SignedInConsole,
} from './ConsoleSession.ts';
import type { ConsoleFiles } from '../engine/ConsoleSessions.ts';
import { foundRevision } from './SsoSession.ts';

/** How long a file must be gone to be taken for removed. */
const SETTLE_MS = 2_000;
/** How long credentials live; the files do not say when they came. */
const CREDENTIALS_MS = 15 * 60_000;
/** How long a sign-in lasts. */
const SIGN_IN_MS = 12 * 3_600_000;

export interface ConsoleSharingWorld {
  /** Whether the user wants it. */
  readonly isOn: () => boolean;
  readonly cache: LoginCache;
  readonly log: Log;
}

/**
 * Keeps the console sessions and the files of `aws login` in step, in both directions, by the rules of `AwsCliSharing`: of
 * two sets of credentials those that expire later are the newer, unless the others have followed them here.
 */
export class ConsoleSharing implements ConsoleFiles {
  readonly #world: ConsoleSharingWorld;
  /** The session tokens that others have followed here, or nothing: a file that holds one of them is behind. */
  readonly #replaced = new Set<string>();
  /** The session token that was last seen in the file of a session, by its ARN. */
  readonly #seen = new Map<string, string>();

  constructor(world: ConsoleSharingWorld) {
    this.#world = world;
  }

  async newer(
    config: ConsoleConfig,
    record: ConsoleRecord | undefined,
  ): Promise<SignedInConsole | undefined> {
    if (!this.#world.isOn()) {
      return undefined;
    }
    const login = await this.#world.cache.read(config.arn);
    if (!login || this.#replaced.has(login.accessToken.sessionToken) || !isOfUse(login, record)) {
      return undefined;
    }
    this.#seen.set(config.arn, login.accessToken.sessionToken);
    const isNewer =
      !isSignedInConsole(record) ||
      (login.accessToken.sessionToken !== record.sessionToken && expiresLater(login, record));
    return isNewer ? asSession(config, login, record) : undefined;
  }

  async write(record: ConsoleRecord): Promise<void> {
    if (!this.#world.isOn()) {
      return;
    }
    const { cache, log } = this.#world;
    const { arn } = record;
    try {
      const there = await cache.read(arn);
      if (!isSignedInConsole(record)) {
        // Who signs out means all of the session, whoever got the last of its credentials.
        if (there && (record.ended === 'signedOut' || this.#replaced.has(there.accessToken.sessionToken))) {
          await cache.delete(arn);
        }
        return;
      }
      if (there?.accessToken.sessionToken !== record.sessionToken && !this.#isBehind(record, there)) {
        await cache.write(arn, asLogin(record));
      }
      this.#seen.set(arn, record.sessionToken);
    } catch (error) {
      log.warn(`The AWS CLI’s file of ${consoleLabel(record)} could not be written: ${messageOf(error)}`);
    }
  }

  async withdraw(session: SignedInConsole): Promise<void> {
    const { cache, log } = this.#world;
    try {
      if ((await cache.read(session.arn))?.accessToken.sessionToken === session.sessionToken) {
        await cache.delete(session.arn);
      }
      this.#seen.delete(session.arn);
    } catch (error) {
      log.warn(`The AWS CLI’s file of ${consoleLabel(session)} could not be removed: ${messageOf(error)}`);
    }
  }

  async isSignedOut({ arn, sessionToken }: SignedInConsole): Promise<boolean> {
    const { isOn, cache } = this.#world;
    if (!isOn() || this.#seen.get(arn) !== sessionToken || !(await cache.lacks(arn))) {
      return false;
    }
    // It may be about to be replaced; or another window takes it back, because the user no longer wants to share.
    await sleep(SETTLE_MS, NEVER);
    return isOn() && cache.lacks(arn);
  }

  isReplaced(token: string): void {
    this.#replaced.add(token);
  }

  /** Older credentials never overwrite what the AWS CLI has got itself. */
  #isBehind(session: SignedInConsole, there: CachedLogin | undefined): boolean {
    return (
      there !== undefined &&
      !this.#replaced.has(there.accessToken.sessionToken) &&
      expiresLater(there, session)
    );
  }
}

/**
 * Expired ones lead to the next, where the session goes on. They also begin one that nobody has heard of here, for as long as
 * a sign-in lasts; but not again and again one that has ended.
 */
function isOfUse({ accessToken: { expiresAt } }: CachedLogin, record: ConsoleRecord | undefined): boolean {
  const isRecent = record === undefined && expiresAt > Date.now() - SIGN_IN_MS;
  return expiresAt > Date.now() || isSignedInConsole(record) || isRecent;
}

/** The files hold whole seconds. Within one, others than ours are the newer: ours would have overwritten them. */
function expiresLater({ accessToken }: CachedLogin, { expiresAt }: SignedInConsole): boolean {
  return accessToken.expiresAt >= Math.floor(expiresAt / 1000) * 1000;
}

function asLogin(session: SignedInConsole): CachedLogin {
  const { arn, region, accessKeyId, secretAccessKey, sessionToken, expiresAt } = session;
  const { clientId, refreshToken = '', idToken, dpopKey } = session;
  const { accountId } = parseConsoleArn(arn);
  return {
    accessToken: { accessKeyId, secretAccessKey, sessionToken, accountId, expiresAt },
    ...{ tokenType: 'aws_sigv4', clientId, refreshToken, idToken, dpopKey },
    signInRegion: region,
  };
}

function asSession(
  { arn, region }: ConsoleConfig,
  { accessToken, clientId, refreshToken, idToken, dpopKey, signInRegion }: CachedLogin,
  replaced: ConsoleRecord | undefined,
): SignedInConsole {
  const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = accessToken;
  return {
    ...{ arn, region: signInRegion ?? region },
    ...{ accessKeyId, secretAccessKey, sessionToken, expiresAt },
    // A file has to have one.
    ...{ clientId, refreshToken: refreshToken || undefined, idToken, dpopKey },
    receivedAt: Math.min(Date.now(), expiresAt - CREDENTIALS_MS),
    revision: foundRevision(replaced),
  };
}
