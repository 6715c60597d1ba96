import { type CacheKey, tokenName } from '../../../src/aws/cacheKey.ts';
import { type CachedToken, SsoCache } from '../../../src/aws/SsoCache.ts';

/** The files of the AWS CLI, without a disk. */
export class SimulatedSsoCache extends SsoCache {
  readonly #tokens = new Map<string, CachedToken>();

  constructor() {
    super({ HOME: '/nowhere' });
  }

  override readToken(cacheKey: string): Promise<CachedToken | undefined> {
    return Promise.resolve(this.#tokens.get(cacheKey));
  }

  override hasToken(cacheKey: string): Promise<boolean> {
    return Promise.resolve(this.#tokens.has(cacheKey));
  }

  override writeToken(cacheKey: string, token: CachedToken): Promise<void> {
    // The files hold whole seconds.
    this.#tokens.set(cacheKey, { ...token, expiresAt: Math.floor(token.expiresAt / 1000) * 1000 });
    return Promise.resolve();
  }

  override deleteToken(cacheKey: string): Promise<boolean> {
    return Promise.resolve(this.#tokens.delete(cacheKey));
  }

  override writeRegistration(): Promise<void> {
    return Promise.resolve();
  }

  tokenOf(key: CacheKey): CachedToken | undefined {
    return this.#tokens.get(tokenName(key));
  }
}
