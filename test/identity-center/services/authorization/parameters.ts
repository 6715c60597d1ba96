import { AuthorizationError } from './authorizationError.ts';
import { isCodeChallenge } from './proofKey.ts';

/** A parameter that may be there once (RFC 6749 section 3.1). An empty one counts as absent. */
export function parameter(query: URLSearchParams, name: string): string | undefined {
  const values = query.getAll(name);
  return values.length === 1 && values[0] !== '' ? values[0] : undefined;
}

/** What both services ask of a request once they know where to send the browser back to. */
export function proofParameters(
  query: URLSearchParams,
  challengeMethod: 'S256' | 'SHA-256',
  returnTo: string,
): { state: string; codeChallenge: string } {
  const state = parameter(query, 'state');
  const refused = (description: string) =>
    new AuthorizationError('invalid_request', description, returnTo, state);

  if (parameter(query, 'response_type') !== 'code') {
    throw new AuthorizationError(
      'unsupported_response_type',
      'The response_type has to be code',
      returnTo,
      state,
    );
  }
  if (state === undefined) throw refused('A state is required');
  if (parameter(query, 'code_challenge_method') !== challengeMethod) {
    throw refused(`The code_challenge_method has to be ${challengeMethod}`);
  }
  const codeChallenge = parameter(query, 'code_challenge') ?? '';
  if (!isCodeChallenge(codeChallenge)) throw refused('The code_challenge has to be a SHA-256 in base64url');
  return { state, codeChallenge };
}
