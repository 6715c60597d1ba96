import { OidcException } from './oidcException.ts';

/** The members of a JSON request body, checked as they are read. A null counts as absent. */
export class Input {
  readonly #members: Readonly<Record<string, unknown>>;

  constructor(members: Readonly<Record<string, unknown>>) {
    this.#members = members;
  }

  static parse(body: string): Input {
    let value: unknown;
    try {
      value = JSON.parse(body);
    } catch {
      throw new OidcException('invalid_request');
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw new OidcException('invalid_request');
    }
    return new Input({ ...value });
  }

  string(name: string): string {
    const value = this.#members[name];
    if (typeof value !== 'string' || value === '') throw new OidcException('invalid_request');
    return value;
  }

  optionalString(name: string): string | undefined {
    return (this.#members[name] ?? undefined) === undefined ? undefined : this.string(name);
  }

  optionalStrings(name: string): string[] | undefined {
    const value = this.#members[name] ?? undefined;
    if (value === undefined) return undefined;
    if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) {
      throw new OidcException('invalid_request');
    }
    return value;
  }
}
