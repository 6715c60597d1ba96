import { sha256 } from '../../base/sameSecret.ts';

/** Each is renewed once an hour at most: some weeks of a dozen sessions. */
const MAX = 4_000;

/** Tokens that others have followed, or nothing: by their digests, so that none is kept, and no more than are of use. */
export class RetiredTokens {
  readonly #digests = new Set<string>();

  add(token: string): void {
    this.#digests.add(digestOf(token));
    const [oldest] = this.#digests;
    if (this.#digests.size > MAX && oldest !== undefined) {
      this.#digests.delete(oldest);
    }
  }

  has(token: string): boolean {
    return this.#digests.has(digestOf(token));
  }
}

function digestOf(token: string): string {
  return sha256(token).toString('base64');
}
