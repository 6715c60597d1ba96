import type { AwsSsoErrorCode, AwsSsoUnavailableCode } from './types.ts';

/** How people know the extension. */
export const NAME = 'SSO Sign-in for AWS';

/** @throws Error to be matched by its `code`: a plain one, as each copy of this package would have a class of its own. */
export function fail(message: string, code: AwsSsoErrorCode | AwsSsoUnavailableCode = 'Service'): never {
  throw Object.assign(new Error(message), { name: 'AwsSsoError', code });
}

export function nothing(): never {
  fail('No session may be used.', 'NotSignedIn');
}
