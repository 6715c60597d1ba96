/** What one caller was given, by what it asked for. Who asks for the same at the same time gets the same answer. */
export class Grants<Given> {
  readonly #given = new Map<string, Given>();
  readonly #asking = new Map<string, Promise<Given | undefined>>();

  given(scopes: readonly string[]): Given | undefined {
    return this.#given.get(keyOf(scopes));
  }

  /** Asks, unless the same, in the same `manner`, is being asked already. What comes of it is kept. */
  async ask(
    scopes: readonly string[],
    manner: readonly boolean[],
    ask: () => Promise<Given | undefined>,
  ): Promise<Given | undefined> {
    const key = keyOf(scopes);
    const question = JSON.stringify([key, ...manner]);
    const running = this.#asking.get(question);
    if (running) {
      return running;
    }
    const asking = ask();
    this.#asking.set(question, asking);
    try {
      const given = await asking;
      if (given) {
        this.#given.set(key, given);
      }
      return given;
    } finally {
      this.#asking.delete(question);
    }
  }
}

/** One alone is its own key, as most are asked for. It cannot be taken for a list: no scope has a quotation mark in it. */
function keyOf(scopes: readonly string[]): string {
  const [only] = scopes;
  return only !== undefined && scopes.length === 1 ? only : JSON.stringify(scopes);
}
