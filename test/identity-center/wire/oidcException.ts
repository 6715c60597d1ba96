import { jsonAnswer } from './answer.ts';
import type { Answer } from './answer.ts';

interface Exception {
  readonly name: string;
  readonly status: number;
  readonly description: string;
}

/** The exceptions of the sso-oidc API by their OAuth `error`, with the status and usual text of each. */
const exceptions = {
  authorization_pending: exception('AuthorizationPendingException', 'Authorization is still pending'),
  slow_down: exception('SlowDownException', 'Slow down'),
  expired_token: exception('ExpiredTokenException', 'Device code has expired'),
  invalid_grant: exception('InvalidGrantException', 'Invalid grant provided'),
  access_denied: exception('AccessDeniedException', 'Access denied'),
  invalid_client: exception('InvalidClientException', 'Invalid client provided', 401),
  unauthorized_client: exception('UnauthorizedClientException', 'Client is not authorized'),
  invalid_request: exception('InvalidRequestException', 'Invalid request'),
  invalid_scope: exception('InvalidScopeException', 'Invalid scope provided'),
  invalid_client_metadata: exception('InvalidClientMetadataException', 'Invalid client metadata provided'),
  invalid_redirect_uri: exception('InvalidRedirectUriException', 'Invalid redirect uri provided'),
  unsupported_grant_type: exception('UnsupportedGrantTypeException', 'Unsupported grant type'),
  server_error: exception('InternalServerException', 'Internal server error', 500),
} satisfies Record<string, Exception>;

export type OidcError = keyof typeof exceptions;

/** Thrown by an operation of sso-oidc; `oidcExceptionAnswer` puts it on the wire. */
export class OidcException extends Error {
  readonly error: OidcError;

  constructor(error: OidcError, description: string = exceptions[error].description) {
    super(description);
    this.error = error;
  }
}

export function isOidcError(error: string): error is OidcError {
  return Object.hasOwn(exceptions, error);
}

export function oidcExceptionAnswer({ error, message }: OidcException): Answer {
  const { name, status } = exceptions[error];
  const body =
    error === 'access_denied'
      ? { error, reason: null, error_description: message }
      : { error, error_description: message };
  const headers = { 'x-amzn-ErrorType': `${name}:http://internal.amazon.com/coral/com.amazonaws.sso.oidc/` };
  return { ...jsonAnswer(status, body, headers), error };
}

function exception(name: string, description: string, status = 400): Exception {
  return { name, status, description };
}
