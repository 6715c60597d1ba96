import { createHash } from 'node:crypto';
import { access, mkdir, readFile, unlink, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as v from 'valibot';
import type { CacheKey } from './cacheKey.ts';
import { cliTime } from './cliTime.ts';
import { homeDirectory } from './homeDirectory.ts';
import { writeFileAtomically } from './writeFileAtomically.ts';

/** How long a writer may take to complete a file that it writes in place, in milliseconds. */
const READ_AGAIN_MS = 100;

/** As the AWS CLI writes it; its first versions ended with `UTC`, the SDKs add milliseconds. */
const Time = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|UTC|[+-]\d\d:\d\d)$/),
  v.transform((text) => Date.parse(text.replace(/UTC$/, 'Z'))),
  v.number(),
);

const Token = v.object({
  startUrl: v.string(),
  region: v.string(),
  accessToken: v.string(),
  /** Epoch milliseconds. */
  expiresAt: Time,
  /** Absent when the service issued none. */
  refreshToken: v.optional(v.string()),
  /** The registration that obtained the token; a refresh needs the same one. */
  clientId: v.optional(v.string()),
  clientSecret: v.optional(v.string()),
  /** Epoch milliseconds. */
  registrationExpiresAt: v.optional(Time),
});

/** What a sign-in left. Everything after `expiresAt` may be absent. */
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

  constructor(env: Readonly<Record<string, string | undefined>>) {
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
  async lacksToken(cacheKey: string): Promise<boolean> {
    try {
      await access(this.directory);
      await access(this.tokenFile(cacheKey));
      return false;
    } catch (error) {
      const { code, path: missing } = error as NodeJS.ErrnoException;
      return code === 'ENOENT' && missing !== this.directory;
    }
  }

  async writeToken(cacheKey: string, token: CachedToken): Promise<void> {
    const { startUrl, region, accessToken, expiresAt } = token;
    const { clientId, clientSecret, registrationExpiresAt, refreshToken } = token;
    await this.#write(this.tokenFile(cacheKey), {
      startUrl,
      region,
      accessToken,
      expiresAt: cliTime(expiresAt),
      clientId,
      clientSecret,
      registrationExpiresAt: registrationExpiresAt === undefined ? undefined : cliTime(registrationExpiresAt),
      refreshToken,
    });
  }

  /** @returns whether there was one. */
  async deleteToken(cacheKey: string): Promise<boolean> {
    try {
      await unlink(this.tokenFile(cacheKey));
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
        return false;
      }
      throw error;
    }
  }

  /** Leaves a registration where the AWS CLI looks for one before it registers anew. */
  async writeRegistration(
    key: CacheKey,
    { clientId, clientSecret, expiresAt }: CachedRegistration,
  ): Promise<void> {
    const content = { clientId, clientSecret, expiresAt: cliTime(expiresAt), scopes: key.scopes };
    await this.#write(this.#registrationFile(key), content);
  }

  /** Removes the registration, if it is that of this client. */
  async deleteRegistration(key: CacheKey, clientId: string): Promise<void> {
    const file = this.#registrationFile(key);
    const there = v.safeParse(
      v.object({ clientId: v.literal(clientId) }),
      await readJson(file).catch(() => undefined),
    );
    if (there.success) {
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

  async #write(file: string, content: object): Promise<void> {
    await mkdir(this.directory, { recursive: true, mode: 0o700 });
    await writeFileAtomically(file, pythonJson(content));
  }
}

/** @throws when there is no such file, or something else than JSON in it. */
async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    if (!(error instanceof SyntaxError)) {
      throw error;
    }
    await setTimeout(READ_AGAIN_MS);
    return JSON.parse(await readFile(file, 'utf8'));
  }
}

/** The text that Python’s `json.dumps` makes: blanks after `,` and `:` alone, and nothing but ASCII. */
function pythonJson(value: object): string {
  return (
    JSON.stringify(value, null, 1)
      // A line break is never part of a string.
      .replace(/,\n */g, ', ')
      .replace(/\n */g, '')
      .replace(/[\x7f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
  );
}
