import type { AwsSsoError } from '../../base/errors.ts';

/** What `createSession` threw, by its text: that is all of it that the editor passes on to who asked. */
export class ProviderFailures {
  readonly #byText = new Map<string, AwsSsoError>();

  remember(failure: AwsSsoError): void {
    this.#byText.set(failure.message, failure);
  }

  of(text: string): AwsSsoError | undefined {
    return this.#byText.get(text);
  }
}
