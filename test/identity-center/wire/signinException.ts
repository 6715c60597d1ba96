import { jsonAnswer } from './answer.ts';
import type { Answer } from './answer.ts';

interface Exception {
  readonly name: string;
  readonly status: number;
  /** The member `error`, by which a client tells them apart. */
  readonly error: string;
  readonly message: string;
}

/** The exceptions of the AWS Sign-In API by their `error`; TooManyRequestsError shares its with another. */
const exceptions = {
  TOKEN_EXPIRED: accessDenied('TOKEN_EXPIRED', 401, 'The refresh token is no longer valid'),
  AUTHCODE_EXPIRED: accessDenied('AUTHCODE_EXPIRED', 401, 'The authorization code is no longer valid'),
  USER_CREDENTIALS_CHANGED: accessDenied('USER_CREDENTIALS_CHANGED', 403, 'The password was changed'),
  INSUFFICIENT_PERMISSIONS: accessDenied('INSUFFICIENT_PERMISSIONS', 403, 'A permission is missing'),
  INVALID_REQUEST: {
    name: 'ValidationException',
    status: 400,
    error: 'INVALID_REQUEST',
    message: 'Invalid request',
  },
  TooManyRequestsError: {
    name: 'TooManyRequestsError',
    status: 429,
    error: 'INVALID_REQUEST',
    message: 'Too many requests',
  },
  server_error: {
    name: 'InternalServerException',
    status: 500,
    error: 'server_error',
    message: 'Internal server error',
  },
} satisfies Record<string, Exception>;

export type SigninError = keyof typeof exceptions;

/** Thrown by an operation of AWS Sign-In; `signinExceptionAnswer` puts it on the wire. */
export class SigninException extends Error {
  readonly kind: SigninError;

  constructor(kind: SigninError, message: string = exceptions[kind].message) {
    super(message);
    this.kind = kind;
  }
}

export function isSigninError(kind: string): kind is SigninError {
  return Object.hasOwn(exceptions, kind);
}

export function signinExceptionAnswer({ kind, message }: SigninException): Answer {
  const { name, status, error } = exceptions[kind];
  return { ...jsonAnswer(status, { error, message }, { 'x-amzn-ErrorType': name }), error };
}

function accessDenied(error: string, status: number, message: string): Exception {
  return { name: 'AccessDeniedException', status, error, message };
}
