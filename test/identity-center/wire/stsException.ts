import { randomUUID } from 'node:crypto';
import type { Answer } from './answer.ts';

/** The exceptions of the sts API that any of its operations may meet. */
const exceptions = {
  InvalidAction: { status: 400, message: 'Could not find that operation' },
  AccessDenied: { status: 403, message: 'You are not authorized to perform: sts:AssumeRole' },
  ValidationError: { status: 400, message: '1 validation error detected' },
  IncompleteSignature: { status: 400, message: 'The request signature does not conform to AWS standards.' },
  MissingAuthenticationToken: { status: 403, message: 'Request is missing Authentication Token' },
  InvalidClientTokenId: { status: 403, message: 'The security token included in the request is invalid.' },
  ExpiredToken: { status: 403, message: 'The security token included in the request is expired' },
  SignatureDoesNotMatch: {
    status: 403,
    message: 'The request signature we calculated does not match the signature you provided.',
  },
} satisfies Record<string, { status: number; message: string }>;

/** Thrown by an operation of sts; `stsExceptionAnswer` puts it on the wire. */
export class StsException extends Error {
  readonly error: keyof typeof exceptions;

  constructor(error: keyof typeof exceptions, message: string = exceptions[error].message) {
    super(message);
    this.error = error;
  }
}

export function stsExceptionAnswer({ error, message }: StsException): Answer {
  const body = `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <Error>
    <Type>Sender</Type>
    <Code>${error}</Code>
    <Message>${message}</Message>
  </Error>
  <RequestId>${randomUUID()}</RequestId>
</ErrorResponse>
`;
  return { status: exceptions[error].status, headers: { 'Content-Type': 'text/xml' }, body, error };
}
