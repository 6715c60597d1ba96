/** Home directories of any system: they name their user. Not a part of an address. */
const HOME = /(?<![\w.-])(?:\/home\/|\/Users\/|[A-Za-z]:\\Users\\)[^/\\\s`,;)]+/g;
const ARN = /\barn:aws[\w-]*:[^\s`,;)]+/g;
const ACCOUNT_ID = /(?<!\d)\d{12}(?!\d)/g;
const USER_INFO = /\/\/[^/@\s]+@/g;

/**
 * The text without what says who somebody is: user names in paths and addresses, account ids, ARNs. What goes into a report
 * has none of it on purpose, but the names that people give, and the sentences of others, may.
 *
 * @param home the home directory of whoever this is.
 */
export function withoutPrivate(text: string, home: string): string {
  const isTelling = home.length > 1;
  return (isTelling ? text.replaceAll(home, '~') : text)
    .replace(HOME, '~')
    .replace(ARN, '(ARN)')
    .replace(ACCOUNT_ID, '(account)')
    .replace(USER_INFO, '//');
}
