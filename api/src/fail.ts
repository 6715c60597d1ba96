/** How people know the extension. */
export const NAME = 'SSO Sign-in for AWS';

const CODES = (
  'Cancelled ConsentDenied NotSignedIn AccessDenied Expired InvalidRequest ' +
  'RoleNotAssigned Throttled Network Disabled NotInstalled TooOld'
).split(' ');
const LONGEST_MESSAGE = 1_000;
/** Line breaks, what shows as nothing or turns the text around it, and what VS Code would make a link or an icon of. */
const UNSAFE = /(?:[\p{C}\p{Z}[\]]|\$(?=\())+/gu;

/** @throws Error to be matched by its `code`: a plain one, as each copy of this package would have a class of its own. */
export function fail(message: string, code = 'Service'): never {
  throw Object.assign(new Error(message.slice(0, LONGEST_MESSAGE).replace(UNSAFE, ' ')), {
    name: 'AwsSsoError',
    code: CODES.includes(code) ? code : 'Service',
  });
}

export function nothing(): never {
  fail('No session may be used.', 'NotSignedIn');
}
