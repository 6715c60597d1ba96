import type { Text } from '../../texts/texts.ts';

/** An authorization request whose client or redirect URI cannot be trusted: a person reads why, nobody is redirected. */
export class UntrustedRequest extends Error {
  readonly reason: Text;

  constructor(reason: Text) {
    super(reason);
    this.reason = reason;
  }
}

/** The `error` of RFC 6749 section 4.1.2.1, which the application learns by redirect. */
export type AuthorizationErrorCode =
  'access_denied' | 'invalid_request' | 'invalid_scope' | 'unsupported_response_type';

/** An authorization request that is refused by sending the browser back. */
export class AuthorizationError extends Error {
  readonly location: string;

  constructor(
    error: AuthorizationErrorCode,
    description: string,
    returnTo: string,
    state: string | undefined,
  ) {
    super(description);
    this.location = addressWith(returnTo, {
      error,
      error_description: description,
      ...(state !== undefined && { state }),
    });
  }
}

/** Adds to the query that a redirect URI may have (RFC 6749 section 3.1.2). */
export function addressWith(address: string, parameters: Record<string, string>): string {
  return `${address}${address.includes('?') ? '&' : '?'}${new URLSearchParams(parameters).toString()}`;
}
