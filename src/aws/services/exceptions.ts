import * as l10n from '@vscode/l10n';
import type { ErrorCode, ServiceFailure } from '../../base/errors.ts';

/** What an exception means for the caller, and the sentence that people read. */
export interface Meaning {
  readonly code: ErrorCode;
  readonly sentence: string;
}

type Service = ServiceFailure['service'];
type Meanings = Readonly<Record<string, () => Meaning>>;

const meaning = (code: ErrorCode, sentence: string): Meaning => ({ code, sentence });

const throttled = (): Meaning =>
  meaning('Throttled', l10n.t('AWS is limiting requests. Try again in a moment.'));
const broken = (): Meaning =>
  meaning('Service', l10n.t('AWS returned a server error. Try again in a moment.'));
const lapsed = (): Meaning => meaning('Expired', l10n.t('Your sign-in has expired. Sign in again.'));

/** RegisterClient, StartDeviceAuthorization, CreateToken. */
const SSO_OIDC: Meanings = {
  AccessDeniedException: () => meaning('AccessDenied', l10n.t('The request was denied.')),
  AuthorizationPendingException: () =>
    meaning('NotSignedIn', l10n.t('You haven’t approved the sign-in in the browser yet.')),
  ExpiredTokenException: lapsed,
  InternalServerException: broken,
  InvalidClientException: () =>
    meaning('Expired', l10n.t('VS Code’s registration with AWS has expired. Sign in again.')),
  InvalidClientMetadataException: () =>
    meaning(
      'InvalidRequest',
      l10n.t('AWS didn’t accept VS Code’s registration. Check the registration scopes of the session.'),
    ),
  InvalidGrantException: lapsed,
  InvalidRedirectUriException: () =>
    meaning('InvalidRequest', l10n.t('AWS didn’t accept the redirect address. Sign in with a code instead.')),
  InvalidRequestException: () =>
    meaning(
      'InvalidRequest',
      l10n.t('AWS didn’t accept the request. Check the start URL and region of the session.'),
    ),
  InvalidScopeException: () =>
    meaning(
      'InvalidRequest',
      l10n.t('AWS doesn’t know one of the scopes. Check the registration scopes of the session.'),
    ),
  SlowDownException: throttled,
  ThrottlingException: throttled,
  UnauthorizedClientException: () =>
    meaning(
      'InvalidRequest',
      l10n.t('VS Code’s registration doesn’t allow this kind of sign-in. Sign in again.'),
    ),
  UnsupportedGrantTypeException: () =>
    meaning(
      'InvalidRequest',
      l10n.t('AWS doesn’t support this kind of sign-in here. Check the region of the session.'),
    ),
};

/** ListAccounts, ListAccountRoles, GetRoleCredentials, Logout. Forbidden is not in the API's model, but is answered. */
const SSO: Meanings = {
  ForbiddenException: () =>
    meaning(
      'RoleNotAssigned',
      l10n.t('You don’t have this account or role. Ask your administrator to assign it.'),
    ),
  InvalidRequestException: () =>
    meaning('InvalidRequest', l10n.t('The access portal didn’t accept the request. Sign in again.')),
  ResourceNotFoundException: () =>
    meaning('RoleNotAssigned', l10n.t('The access portal doesn’t know this account or role.')),
  ThrottlingException: throttled,
  TooManyRequestsException: throttled,
  UnauthorizedException: () =>
    meaning('NotSignedIn', l10n.t('AWS no longer accepts this session. Sign in again.')),
};

/** CreateOAuth2Token, by its `error` member, in upper case: one exception stands for several of them. */
const SIGNIN: Meanings = {
  AUTHCODE_EXPIRED: () =>
    meaning('Expired', l10n.t('The approval has expired or was already used. Sign in again.')),
  CONFLICT: () => meaning('Service', l10n.t('AWS is busy with another request for this session. Try again.')),
  INSUFFICIENT_PERMISSIONS: () =>
    meaning(
      'AccessDenied',
      l10n.t(
        'You’re not allowed to sign in this way. Ask your administrator for the policy SignInLocalDevelopmentAccess.',
      ),
    ),
  // Also what comes of a proof with another key, or by a clock that is wrong.
  INVALID_REQUEST: () =>
    meaning(
      'InvalidRequest',
      l10n.t('AWS didn’t accept the request. Check the clock of this machine, or sign in again.'),
    ),
  RESOURCE_NOT_FOUND: () => meaning('Expired', l10n.t('AWS no longer knows this session. Sign in again.')),
  SERVER_ERROR: broken,
  SERVICE_QUOTA_EXCEEDED: throttled,
  TOKEN_EXPIRED: () => meaning('Expired', l10n.t('The session has ended. Sign in again.')),
  USER_CREDENTIALS_CHANGED: () =>
    meaning('Expired', l10n.t('Your AWS password or sign-in has changed. Sign in again.')),
};

/** AssumeRole. None of them ends a session. */
const STS: Meanings = {
  AccessDenied: () =>
    meaning('AccessDenied', l10n.t('AWS doesn’t allow this role to be assumed. Ask your administrator.')),
  ExpiredToken: () => meaning('Expired', l10n.t('The credentials have expired. Try again.')),
  ExpiredTokenException: () => meaning('Expired', l10n.t('The credentials have expired. Try again.')),
  InvalidClientTokenId: () => meaning('Expired', l10n.t('AWS no longer accepts the credentials. Try again.')),
  RegionDisabledException: () =>
    meaning(
      'InvalidRequest',
      l10n.t(
        'STS isn’t active in this region. Set another region in the profile, or ask your administrator.',
      ),
    ),
  RequestLimitExceeded: throttled,
  Throttling: throttled,
  ThrottlingException: throttled,
  // Also for a role over a role that is to last longer than an hour.
  ValidationError: () =>
    meaning(
      'InvalidRequest',
      l10n.t(
        'AWS refused what the profile asks for. Check its role_arn, external_id, role_session_name, and that duration_seconds is at most 3600.',
      ),
    ),
};

/** What an exception of CreateOAuth2Token stands for when its `error` is lost. */
const SIGNIN_EXCEPTIONS: Readonly<Record<string, string>> = {
  AccessDeniedException: 'INSUFFICIENT_PERMISSIONS',
  InternalServerException: 'SERVER_ERROR',
  TooManyRequestsError: 'SERVICE_QUOTA_EXCEEDED',
  ValidationException: 'INVALID_REQUEST',
};

/**
 * The OAuth errors, for answers whose headers a proxy has lost (RFC 6749 section 5.2, RFC 7591 3.2.2, RFC 8628 3.5), and
 * for what a browser brings back (RFC 6749 section 4.1.2.1).
 */
const OAUTH_EXCEPTIONS: Readonly<Record<string, string>> = {
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
  temporarily_unavailable: 'InternalServerException',
  unauthorized_client: 'UnauthorizedClientException',
  unsupported_grant_type: 'UnsupportedGrantTypeException',
  unsupported_response_type: 'UnsupportedGrantTypeException',
};

/** The exception that a service's `error` member stands for, where nothing else names one. */
export function exceptionOfError(service: Service, error: string | undefined): string | undefined {
  return service === 'sso-oidc' && error !== undefined ? (own(OAUTH_EXCEPTIONS, error) ?? error) : error;
}

/** What a failure means. Those that no table knows are told by their status and in the service's own words. */
export function meaningOf(failure: Omit<ServiceFailure, 'retryable'>): Meaning {
  const { service, name, error, status } = failure;
  if (status === 429) {
    return throttled();
  }
  const known = {
    'sso-oidc': own(SSO_OIDC, name),
    sso: own(SSO, name),
    sts: own(STS, name),
    // The status and the exception say less than the error, and not always the same.
    signin: own(SIGNIN, error?.toUpperCase() ?? own(SIGNIN_EXCEPTIONS, name) ?? ''),
  }[service];
  if (known) {
    return known();
  }
  return status >= 500
    ? broken()
    : meaning('Service', l10n.t('AWS refused the request ({0}). See the log for details.', name));
}

/** Never what every object inherits: the key comes from outside. */
function own<Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
