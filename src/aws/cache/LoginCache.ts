import { createHash } from 'node:crypto';
import path from 'node:path';
import * as v from 'valibot';
import { CliTime, lacksFile, readJson, sweepCache, writeJson } from './cacheFile.ts';
import { deleteFile } from './deleteFile.ts';
import type { WrittenFiles } from './WrittenFiles.ts';
import { cliTime } from './cliTime.ts';
import { isDpopKey } from '../services/dpop.ts';
import { homeDirectory } from '../config/homeDirectory.ts';
import { CROSS_DEVICE, SAME_DEVICE } from '../services/Signin.ts';

const Login = v.object({
  accessToken: v.object({
    accessKeyId: v.string(),
    secretAccessKey: v.string(),
    sessionToken: v.string(),
    accountId: v.string(),
    /** Epoch milliseconds. */
    expiresAt: CliTime,
  }),
  tokenType: v.optional(v.string()),
  clientId: v.picklist([SAME_DEVICE, CROSS_DEVICE]),
  refreshToken: v.string(),
  idToken: v.optional(v.string()),
  /** The private key that the refresh token is bound to, in PEM. */
  dpopKey: v.pipe(v.string(), v.check(isDpopKey)),
  /** Of the endpoint; where it is absent, that of the profile is meant. */
  signInRegion: v.optional(v.string()),
});

/** What `aws login` leaves. */
export type CachedLogin = v.InferOutput<typeof Login>;

/**
 * The directory in which the AWS CLI and the SDKs keep what belongs to a `login_session`: one file for each, by its ARN.
 *
 * What cannot be written or deleted rejects with the error of the file system.
 */
export class LoginCache {
  readonly #env: Readonly<Record<string, string | undefined>>;

  readonly #written: WrittenFiles | undefined;

  /** @param written remembers what is written. */
  constructor(env: Readonly<Record<string, string | undefined>>, written?: WrittenFiles) {
    this.#env = env;
    this.#written = written;
  }

  get directory(): string {
    const standard = path.join(homeDirectory(this.#env), '.aws', 'login', 'cache');
    return path.resolve(this.#env['AWS_LOGIN_CACHE_DIRECTORY'] || standard);
  }

  /** None when there is no file, or one that cannot be read or is something else. */
  async read(arn: string): Promise<CachedLogin | undefined> {
    try {
      return v.parse(Login, await readJson(this.#file(arn)));
    } catch {
      return undefined;
    }
  }

  async write(arn: string, login: CachedLogin): Promise<void> {
    const { accessToken, tokenType, clientId, refreshToken, idToken, dpopKey, signInRegion } = login;
    const file = this.#file(arn);
    // With what other versions of the AWS CLI and the SDKs keep there besides.
    const others = await readJson(file).catch(() => undefined);
    await writeJson(
      file,
      {
        ...(others as object | undefined),
        accessToken: { ...accessToken, expiresAt: cliTime(accessToken.expiresAt) },
        ...{ tokenType, clientId, refreshToken, idToken, dpopKey, signInRegion },
      },
      this.#written,
    );
  }

  /** Whether the file is as this extension has written it. */
  async isOwn(arn: string): Promise<boolean> {
    return (await this.#written?.isUnchanged(this.#file(arn))) === true;
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
  delete(arn: string): Promise<boolean> {
    return deleteFile(this.#file(arn));
  }

  /** Whether the directory is there, and certainly no file for it: any other trouble says nothing. */
  lacks(arn: string): Promise<boolean> {
    return lacksFile(this.#file(arn));
  }

  #file(arn: string): string {
    return path.join(this.directory, `${createHash('sha256').update(arn).digest('hex')}.json`);
  }
}
