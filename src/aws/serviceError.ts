import * as l10n from '@vscode/l10n';
import { AwsSsoError, type ErrorCode, type ServiceFailure } from '../base/errors.ts';
import type { HttpResponse } from '../http/HttpClient.ts';

/** What each exception of sso-oidc means for the caller, and the sentence people read. */
const EXCEPTIONS: Readonly<Record<string, () => readonly [ErrorCode, string]>> = {
  AccessDeniedException: () => ['AccessDenied', l10n.t('The request was denied.')],
  AuthorizationPendingException: () => [
    'NotSignedIn',
    l10n.t('The sign-in has not been approved in the browser yet.'),
  ],
  ExpiredTokenException: () => [
    'Expired',
    l10n.t('The code is no longer valid. Sign in again to get a new one.'),
  ],
  InternalServerException: () => [
    'Service',
    l10n.t('AWS IAM Identity Center has a problem of its own. Try again in a moment.'),
  ],
  InvalidClientException: () => [
    'Expired',
    l10n.t('The registration of this editor with AWS is no longer valid. Sign in again.'),
  ],
  InvalidClientMetadataException: () => [
    'InvalidRequest',
    l10n.t('AWS did not accept the registration of this editor.'),
  ],
  InvalidGrantException: () => [
    'Expired',
    l10n.t('The code is no longer valid. Sign in again to get a new one.'),
  ],
  InvalidRedirectUriException: () => [
    'InvalidRequest',
    l10n.t('AWS did not accept the address that the browser should come back to.'),
  ],
  InvalidRequestException: () => [
    'InvalidRequest',
    l10n.t('AWS did not accept the request. Check the start URL and the region of the session.'),
  ],
  InvalidScopeException: () => [
    'InvalidRequest',
    l10n.t('AWS does not know one of the requested scopes. Check the registration scopes of the session.'),
  ],
  SlowDownException: () => ['Throttled', l10n.t('AWS asks for fewer requests. Try again in a moment.')],
  UnauthorizedClientException: () => [
    'InvalidRequest',
    l10n.t('The registration of this editor does not allow this kind of sign-in. Sign in again.'),
  ],
  UnauthorizedException: () => ['NotSignedIn', l10n.t('AWS no longer accepts the session. Sign in again.')],
  UnsupportedGrantTypeException: () => [
    'InvalidRequest',
    l10n.t('AWS does not support this kind of sign-in here. Check the region of the session.'),
  ],
};

/** The OAuth `error` members, for answers whose headers a proxy has lost (RFC 6749 section 5.2, RFC 8628 3.5). */
const OAUTH_ERRORS: Readonly<Record<string, string>> = {
  access_denied: 'AccessDeniedException',
  authorization_pending: 'AuthorizationPendingException',
  expired_token: 'ExpiredTokenException',
  invalid_client: 'InvalidClientException',
  invalid_client_metadata: 'InvalidClientMetadataException',
  invalid_grant: 'InvalidGrantException',
  invalid_redirect_uri: 'InvalidRedirectUriException',
  invalid_request: 'InvalidRequestException',
  invalid_scope: 'InvalidScopeException',
  server_error: 'InternalServerException',
  slow_down: 'SlowDownException',
  unauthorized_client: 'UnauthorizedClientException',
  unsupported_grant_type: 'UnsupportedGrantTypeException',
};

/**
 * Reads an answer that is not a success by the rules of the restJson1 protocol: the exception's name stands in the
 * `x-amzn-ErrorType` header, else in the body's `code`, else in `__type`; here the OAuth `error` is the last resort.
 * An answer that names no exception did not come from the service, so it is a `Network` error: something in between
 * spoke.
 */
export function serviceError(response: HttpResponse, host: string): AwsSsoError {
  const body = members(response.body);
  const oauthError = string(body['error']);
  const name =
    exceptionName(response.header('x-amzn-errortype')) ??
    exceptionName(string(body['code']) ?? string(body['Code'])) ??
    exceptionName(string(body['__type'])) ??
    (oauthError === undefined ? undefined : (OAUTH_ERRORS[oauthError] ?? oauthError));
  if (name === undefined) {
    return unnamedError(response, host);
  }
  const service: ServiceFailure = {
    name,
    status: response.status,
    ...optional('requestId', response.header('x-amzn-requestid')),
    ...optional('description', string(body['error_description']) ?? string(body['message'])),
    ...optional('reason', string(body['reason'])),
  };
  const known = EXCEPTIONS[name];
  const [code, sentence] = known ? known() : unknownException(service);
  return new AwsSsoError(code, sentence, { service });
}

/** An answer without the members that its operation promises: not from the service, whatever its status says. */
export function unexpectedAnswer(host: string): AwsSsoError {
  return new AwsSsoError(
    'Network',
    l10n.t(
      'Something other than AWS answered for {0}. Check for a proxy, a VPN, or a network that asks to sign in first.',
      host,
    ),
  );
}

function unnamedError(response: HttpResponse, host: string): AwsSsoError {
  const service = { name: `HTTP ${response.status}`, status: response.status };
  if (response.status === 429) {
    return new AwsSsoError('Throttled', l10n.t('AWS asks for fewer requests. Try again in a moment.'), {
      service,
    });
  }
  if (response.status >= 500) {
    return new AwsSsoError(
      'Service',
      l10n.t('{0} has a problem of its own (HTTP {1}). Try again in a moment.', host, response.status),
      { service },
    );
  }
  return unexpectedAnswer(host);
}

function unknownException(service: ServiceFailure): readonly [ErrorCode, string] {
  const code = service.status === 429 ? 'Throttled' : 'Service';
  return [code, l10n.t('AWS refused the request: {0}', service.description ?? service.name)];
}

/** `ns#Name:uri` → `Name`. */
function exceptionName(text: string | undefined): string | undefined {
  return text?.split(':')[0]?.split(',')[0]?.split('#').at(-1)?.trim() || undefined;
}

function members(body: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function string(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function optional<Key extends string>(key: Key, value: string | undefined): Partial<Record<Key, string>> {
  return value === undefined ? {} : ({ [key]: value } as Record<Key, string>);
}
