import { type CacheKey, tokenName } from '../../../src/aws/cache/cacheKey.ts';
import { type CachedToken, SsoCache } from '../../../src/aws/cache/SsoCache.ts';

/** The files of the AWS CLI, without a disk. */
export class SimulatedSsoCache extends SsoCache {
  readonly #tokens = new Map<string, CachedToken>();

  constructor() {
    super({ HOME: '/nowhere' });
  }

  override readToken(cacheKey: string): Promise<CachedToken | undefined> {
    return Promise.resolve(this.#tokens.get(cacheKey));
  }

  override lacksToken(cacheKey: string): Promise<boolean> {
    return Promise.resolve(!this.#tokens.has(cacheKey));
  }

  override writeToken(cacheKey: string, token: CachedToken): Promise<void> {
    // The files hold whole seconds.
    this.#tokens.set(cacheKey, { ...token, expiresAt: Math.floor(token.expiresAt / 1000) * 1000 });
    return Promise.resolve();
  }

  override deleteToken(cacheKey: string): Promise<boolean> {
    return Promise.resolve(this.#tokens.delete(cacheKey));
  }

  override deleteRegistration(): Promise<void> {
    return Promise.resolve();
  }

  override writeRegistration(): Promise<void> {
    return Promise.resolve();
  }

  /** The same for a window that, once it is gone, gets no answer any more. */
  seenBy(isGone: () => boolean): SsoCache {
    return new Proxy<SsoCache>(this, {
      get: (cache, member) => {
        const value: unknown = Reflect.get(cache, member, cache);
        return typeof value === 'function'
          ? (...args: unknown[]): unknown =>
              isGone() ? new Promise(() => undefined) : Reflect.apply(value, cache, args)
          : value;
      },
    });
  }

  tokenOf(key: CacheKey): CachedToken | undefined {
    return this.#tokens.get(tokenName(key));
  }
}
