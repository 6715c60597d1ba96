import type { AwsSsoError } from '../../base/errors.ts';

/** Texts differ by what they name, such as an account: no more are kept. */
const MOST = 100;

/** What `createSession` of the providers threw, by its text: that is all that the editor passes on to who asked. */
export class CreateSessionErrors {
  readonly #byText = new Map<string, AwsSsoError>();

  remember(error: AwsSsoError): void {
    this.#byText.delete(error.message);
    this.#byText.set(error.message, error);
    const [oldest] = this.#byText.keys();
    if (this.#byText.size > MOST && oldest !== undefined) {
      this.#byText.delete(oldest);
    }
  }

  find(text: string): AwsSsoError | undefined {
    return this.#byText.get(text);
  }
}
