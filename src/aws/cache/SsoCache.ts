import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import type { CacheKey } from './cacheKey.ts';
import { cliTime } from './cliTime.ts';
import { CliTime, lacksFile, pythonJson, readJson, sweepCache, writeJson } from './cacheFile.ts';
import { deleteFile } from './deleteFile.ts';
import type { WrittenFiles } from './WrittenFiles.ts';
import { homeDirectory } from '../config/homeDirectory.ts';

const Token = v.object({
  /** Absent where another tool wrote the file: then the portal of the session is meant. */
  startUrl: v.optional(v.string()),
  region: v.optional(v.string()),
  accessToken: v.string(),
  /** Epoch milliseconds. */
  expiresAt: CliTime,
  /** Absent when the service issued none. */
  refreshToken: v.optional(v.string()),
  /** The registration that obtained the token; a refresh needs the same one. */
  clientId: v.optional(v.string()),
  clientSecret: v.optional(v.string()),
  /** Epoch milliseconds. */
  registrationExpiresAt: v.optional(CliTime),
});

/** What a sign-in left. */
export type CachedToken = v.InferOutput<typeof Token>;

export interface CachedRegistration {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

/**
 * The directory in which the AWS CLI and the SDKs keep the tokens of IAM Identity Center: one file for each session,
 * by its cache key, which is the sso-session's name or the start URL of a legacy profile as written.
 *
 * What cannot be written or deleted rejects with the error of the file system.
 */
export class SsoCache {
  readonly directory: string;
  readonly #written: WrittenFiles | undefined;

  /** @param written remembers what is written. */
  constructor(env: Readonly<Record<string, string | undefined>>, written?: WrittenFiles) {
    this.#written = written;
    this.directory = path.resolve(homeDirectory(env), '.aws', 'sso', 'cache');
  }

  /** The absolute path of the file that holds the token. */
  tokenFile(cacheKey: string): string {
    return this.#file(cacheKey);
  }

  /** The token, expired or not. None when there is no file, or one that cannot be read or is something else. */
  async readToken(cacheKey: string): Promise<CachedToken | undefined> {
    try {
      return v.parse(Token, await readJson(this.tokenFile(cacheKey)));
    } catch {
      return undefined;
    }
  }

  /** Whether the directory is there, and certainly no file for it: any other trouble says nothing. */
  lacksToken(cacheKey: string): Promise<boolean> {
    return lacksFile(this.tokenFile(cacheKey));
  }

  async writeToken(cacheKey: string, token: CachedToken): Promise<void> {
    const { startUrl, region, accessToken, expiresAt } = token;
    const { clientId, clientSecret, registrationExpiresAt, refreshToken } = token;
    await writeJson(
      this.tokenFile(cacheKey),
      {
        startUrl,
        region,
        accessToken,
        expiresAt: cliTime(expiresAt),
        clientId,
        clientSecret,
        registrationExpiresAt:
          registrationExpiresAt === undefined ? undefined : cliTime(registrationExpiresAt),
        refreshToken,
      },
      this.#written,
    );
  }

  /** Whether the file is as this extension has written it. */
  async isOwn(cacheKey: string): Promise<boolean> {
    return (await this.#written?.isUnchanged(this.tokenFile(cacheKey))) === true;
  }

  /** Removes what writers that were killed have left. Does not reject. */
  sweep(): Promise<void> {
    return sweepCache(this.directory);
  }

  /** Removes what this extension has written, and nobody else has changed since. */
  async withdraw(): Promise<void> {
    await this.#written?.withdraw(this.directory);
  }

  /** @returns whether there was one. */
  deleteToken(cacheKey: string): Promise<boolean> {
    return deleteFile(this.tokenFile(cacheKey));
  }

  /** Leaves a registration where the AWS CLI looks for one before it registers anew. */
  async writeRegistration(
    key: CacheKey,
    { clientId, clientSecret, expiresAt }: CachedRegistration,
  ): Promise<void> {
    const content = { clientId, clientSecret, expiresAt: cliTime(expiresAt), scopes: key.scopes };
    await writeJson(this.#registrationFile(key), content, this.#written);
  }

  /** Removes the registration, if it is that of this client, or was written here. */
  async deleteRegistration(key: CacheKey, clientId?: string): Promise<void> {
    const file = this.#registrationFile(key);
    const there = v.safeParse(
      v.object({ clientId: v.literal(clientId ?? '') }),
      await readJson(file).catch(() => undefined),
    );
    if (there.success || (await this.#written?.isUnchanged(file))) {
      await rm(file, { force: true });
    }
  }

  #registrationFile({ sessionName, startUrl, region, scopes }: CacheKey): string {
    // Sorted by name, and null where absent: the name of the file is made from this very text.
    const key = {
      region,
      scopes: scopes ?? null,
      session_name: sessionName ?? null,
      startUrl,
      tool: 'botocore',
    };
    return this.#file(pythonJson(key));
  }

  #file(key: string): string {
    return path.join(this.directory, `${createHash('sha1').update(key).digest('hex')}.json`);
  }
}
