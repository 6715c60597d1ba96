import { jsonAnswer } from './answer.ts';
import type { Answer } from './answer.ts';

/** The exceptions of the portal API. Forbidden, MethodNotAllowed and InternalServer are sent but not in its model. */
const exceptions = {
  InvalidRequestException: { status: 400, message: 'Invalid request' },
  UnauthorizedException: { status: 401, message: 'Session token not found or invalid' },
  ForbiddenException: { status: 403, message: 'No access' },
  ResourceNotFoundException: { status: 404, message: 'Resource not found' },
  MethodNotAllowedException: { status: 405, message: 'Method not allowed' },
  TooManyRequestsException: { status: 429, message: 'Too many requests' },
  InternalServerException: { status: 500, message: 'Internal error' },
} satisfies Record<string, { status: number; message: string }>;

export type PortalError = keyof typeof exceptions;

/** Thrown by an operation of the portal; `portalExceptionAnswer` puts it on the wire. */
export class PortalException extends Error {
  readonly error: PortalError;

  constructor(error: PortalError, message: string = exceptions[error].message) {
    super(message);
    this.error = error;
  }
}

export function isPortalError(error: string): error is PortalError {
  return Object.hasOwn(exceptions, error);
}

export function portalExceptionAnswer({ error, message }: PortalException): Answer {
  const body = { message, __type: `com.amazonaws.switchboard.portal#${error}` };
  const namespace = 'http://internal.amazon.com/coral/com.amazonaws.switchboard.portal/';
  const headers = { 'x-amzn-ErrorType': `${error}:${namespace}` };
  return { ...jsonAnswer(exceptions[error].status, body, headers), error };
}
