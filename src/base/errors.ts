import type { AwsSsoErrorCode } from '../../api/src/index.ts';
import { shown } from './shown.ts';

/** The longest message of an error that is not ours. */
const MAX_MESSAGE = 500;

/** What went wrong, as callers match it. Stable: part of the public API. */
export type ErrorCode = AwsSsoErrorCode;

/** What an AWS service said about a failure. Holds no secret, so it may be logged. */
export interface ServiceFailure {
  readonly service: 'sso-oidc' | 'sso' | 'signin' | 'sts';
  /** The exception's name, such as `InvalidGrantException`; `HTTP 503` where an answer named none. */
  readonly name: string;
  /** The HTTP status. */
  readonly status: number;
  readonly requestId?: string;
  /** The member `error`: an OAuth error of sso-oidc, or an upper-case one of sign-in. */
  readonly error?: string;
  /** `error_description` of sso-oidc, `message` of the other services. */
  readonly description?: string;
  /** A finer cause, such as `KMS_AccessDeniedException`. */
  readonly reason?: string;
  /** Whether the same request may succeed a little later. */
  readonly retryable: boolean;
  /** How long the service asks to wait before that, in milliseconds. */
  readonly retryAfter?: number;
}

/**
 * What stood in the way of a request:
 *
 * - `name`: the name was not resolved.
 * - `refused`, `unreachable`: nothing listens there, or no way leads there.
 * - `proxyAuthentication`: the proxy wants a user name and a password, or others (407).
 * - `proxy`: the proxy was not reached, or did not open the way (RFC 9110 section 9.3.6).
 * - `certificate`: that of the server is not trusted.
 * - `timeout`: nothing came in time.
 * - `broken`: a connection that stood broke off.
 * - `foreign`: something that is not the service answered, and would again.
 */
export type NetworkFailureKind =
  | 'name'
  | 'refused'
  | 'unreachable'
  | 'proxyAuthentication'
  | 'proxy'
  | 'certificate'
  | 'timeout'
  | 'broken'
  | 'foreign';

/** How a request failed that got no complete answer. */
export interface NetworkFailure {
  readonly kind: NetworkFailureKind;
  /** Such as `ECONNREFUSED`, where the runtime names one. */
  readonly errno?: string;
  /** Whether any of it may have reached the service. False only when no connection came about. */
  readonly maybeSent: boolean;
  /** Whether the answer was not read to its end, so that nobody knows who gave it. */
  readonly isUnread?: boolean;
  /** Who issued the certificate that is not trusted, where that is known. */
  readonly issuer?: string;
}

interface ErrorDetails {
  readonly service?: ServiceFailure;
  readonly network?: NetworkFailure;
  readonly cause?: unknown;
}

/**
 * The only error this extension throws on purpose: a stable `code`, a sentence for people as `message`, and, where
 * a service refused or a connection failed, the facts of it.
 */
export class AwsSsoError extends Error {
  override readonly name = 'AwsSsoError';
  readonly code: ErrorCode;
  readonly service?: ServiceFailure;
  readonly network?: NetworkFailure;

  constructor(code: ErrorCode, message: string, { service, network, cause }: ErrorDetails = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    if (service) {
      this.service = service;
    }
    if (network) {
      this.network = network;
    }
  }
}

export function isAwsSsoError(error: unknown, code?: ErrorCode): error is AwsSsoError {
  // By its name: each of the extension's bundles has a class of its own.
  const isOurs = error instanceof Error && error.name === 'AwsSsoError';
  return isOurs && (code === undefined || (error as AwsSsoError).code === code);
}

/** Whether it says nothing about the session or the role: later, the same may succeed. */
export function isPassing(error: unknown): boolean {
  return ['Network', 'Throttled', 'Service'].some((code) => isAwsSsoError(error, code as ErrorCode));
}

/** The sentence of anything that was thrown, fit to be shown: those of other makers may hold anything. */
export function messageOf(error: unknown): string {
  if (isAwsSsoError(error)) {
    return error.message;
  }
  return shown(error instanceof Error ? error.message : String(error), MAX_MESSAGE);
}
