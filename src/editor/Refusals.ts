/** How long a refusal holds: the first, and how much longer each further one, up to an hour. */
const FIRST_PAUSE_MS = 5_000;
const PAUSE_FACTOR = 6;
const LONGEST_PAUSE_MS = 60 * 60_000;

/** What a person has refused to one caller. They are not asked again at once: a caller may well ask in a loop. */
export class Refusals {
  readonly #refusals = new Map<string, { readonly pause: number; readonly until: number }>();

  /** Whether it was refused a moment ago. */
  holds(scopes: readonly string[]): boolean {
    return (this.#refusals.get(keyOf(scopes))?.until ?? 0) > Date.now();
  }

  add(scopes: readonly string[]): void {
    const before = this.#refusals.get(keyOf(scopes));
    const pause = before ? Math.min(before.pause * PAUSE_FACTOR, LONGEST_PAUSE_MS) : FIRST_PAUSE_MS;
    this.#refusals.set(keyOf(scopes), { pause, until: Date.now() + pause });
  }

  /** It has been allowed since. */
  forget(scopes: readonly string[]): void {
    this.#refusals.delete(keyOf(scopes));
  }
}

function keyOf(scopes: readonly string[]): string {
  return scopes.join(' ');
}
