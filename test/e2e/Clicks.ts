/**
 * Counts what a person does in the editor: each click, whichever button, row, link or dialog of ours or of VS Code's own it is
 * for; and each input or list entry that is confirmed with Enter. A command of the palette is one. Not counted: keys that
 * only type, F1 among them. What is pressed on AWS's own page is counted apart, as it is the same for every tool.
 */
export class Clicks {
  readonly #steps: string[] = [];
  readonly #atAws: string[] = [];

  get count(): number {
    return this.#steps.length;
  }

  /** Does one of them, and counts it. */
  async step<Result>(what: string, act: () => Promise<Result>): Promise<Result> {
    this.#steps.push(what);
    return act();
  }

  /** Does one on AWS's page. */
  atAws(what: string, act: () => void): void {
    this.#atAws.push(what);
    act();
  }

  /** Such as "4 clicks and confirmed inputs (…), and 1 at AWS (Allow)". */
  toString(): string {
    const { length } = this.#atAws;
    return `${this.count} clicks and confirmed inputs (${this.#steps.join(', ')}), and ${length} at AWS (${this.#atAws.join(', ')})`;
  }
}
