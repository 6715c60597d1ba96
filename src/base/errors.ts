/** What went wrong, as callers match it. Stable: part of the public API. */
export type ErrorCode =
  | 'Cancelled'
  | 'ConsentDenied'
  | 'NotSignedIn'
  | 'AccessDenied'
  | 'Expired'
  | 'InvalidRequest'
  | 'RoleNotAssigned'
  | 'Throttled'
  | 'Network'
  | 'Service';

/** What an AWS service said about a failure. Holds no secret, so it may be logged. */
export interface ServiceFailure {
  /** The exception's name, such as `InvalidGrantException`. */
  readonly name: string;
  /** The HTTP status. */
  readonly status: number;
  readonly requestId?: string;
  /** `error_description` of sso-oidc, `message` of the other services. */
  readonly description?: string;
  /** A finer cause, such as `KMS_AccessDeniedException`. */
  readonly reason?: string;
}

/**
 * The only error this extension throws on purpose: a stable `code`, a sentence for people as `message`, and, where
 * a service refused, its own words.
 */
export class AwsSsoError extends Error {
  override readonly name = 'AwsSsoError';
  readonly code: ErrorCode;
  readonly service?: ServiceFailure;

  constructor(code: ErrorCode, message: string, details: { service?: ServiceFailure; cause?: unknown } = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    if (details.service) {
      this.service = details.service;
    }
  }
}

export function isAwsSsoError(error: unknown, code?: ErrorCode): error is AwsSsoError {
  return error instanceof AwsSsoError && (code === undefined || error.code === code);
}
