import { SigninException } from '../../wire/signinException.ts';
import type { ReceivedRequest } from '../../wire/receivedRequest.ts';

type Members = Readonly<Record<string, unknown>>;

/** The members of a token request: JSON as the SDKs write it, or a form as RFC 6749 section 4.1.3 has it. */
export class TokenInput {
  readonly #members: Members;

  constructor(members: Members) {
    this.#members = members;
  }

  static of(request: ReceivedRequest): TokenInput {
    return new TokenInput(isForm(request) ? formMembers(request.body) : jsonMembers(request.body));
  }

  /** At most so long, under either spelling of its name. */
  string(name: string, longest: number): string {
    const value = this.#members[name] ?? this.#members[snakeCase(name)];
    if (typeof value !== 'string' || value === '' || value.length > longest) {
      throw new SigninException('INVALID_REQUEST', `${name} has to be a text of 1 to ${longest} characters`);
    }
    return value;
  }
}

export function isForm({ headers }: ReceivedRequest): boolean {
  return /^application\/x-www-form-urlencoded\b/i.test(headers['content-type'] ?? '');
}

/** The name that RFC 6749 gives a member. */
export function snakeCase(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function formMembers(body: string): Members {
  return Object.fromEntries(new URLSearchParams(body));
}

function jsonMembers(body: string): Members {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // Refused below, like everything else that is no object.
  }
  throw new SigninException('INVALID_REQUEST', 'The body has to be a JSON object or a form');
}
