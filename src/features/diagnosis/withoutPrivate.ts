/** Home directories of any system: they name their user. Not a part of an address. */
const HOME = /(?<![\w.-])(?:\/home\/|\/Users\/)[^/\\\s`,;)]+/g;
/** Names have spaces there: up to the next part of the path, else as far as it looks like a name. In addresses, too. */
const HOME_OF_WINDOWS =
  /(?<![\w.-])[A-Za-z](?::|%3[Aa])[\\/]+[Uu][Ss][Ee][Rr][Ss][\\/]+(?:[^\\/:*?"<>|`\n]+(?=[\\/])|[^\\/\s`,;)]+(?: \p{Lu}[^\\/\s`,;)]*)*)/gu;
const ARN = /\barn:aws[\w-]*:[^\s`,;)]+/g;
const ACCOUNT_ID = /(?<!\d)\d{12}(?!\d)/g;
const ADDRESS_WITH_USER = /(?:[a-z][a-z\d+.-]*:)?\/\/\S*@[^\s`,;)”]*/gi;

/**
 * The text without what says who somebody is: user names in paths and addresses, account ids, ARNs. What goes into a report
 * has none of it on purpose, but the names that people give, and the sentences of others, may.
 *
 * @param home the home directory of whoever this is.
 */
export function withoutPrivate(text: string, home: string): string {
  const isTelling = home.length > 1;
  return (isTelling ? text.replace(pathOf(home), '~') : text)
    .replace(HOME_OF_WINDOWS, '~')
    .replace(HOME, '~')
    .replace(ARN, '(ARN)')
    .replace(ACCOUNT_ID, '(account)')
    .replace(ADDRESS_WITH_USER, withoutUser);
}

/** Not where a name only begins like it. On Windows, in any case and by either slash. */
function pathOf(home: string): RegExp {
  const isOfWindows = /^[a-z]:[\\/]/i.test(home);
  const escaped = home.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const path = isOfWindows ? escaped.replace(/\\\\|\//g, '[\\\\/]+') : escaped;
  return new RegExp(`${path}(?![\\p{L}\\p{N}_-])`, isOfWindows ? 'giu' : 'gu');
}

/** An `@` behind the authority (RFC 3986 section 3.2) may stand behind a password that ended it: nothing of that is shown. */
function withoutUser(address: string): string {
  const [, scheme = '', authority = '', rest = ''] = /^([^/]*)\/\/([^/\\?#]*)(.*)$/s.exec(address) ?? [];
  return rest.includes('@') ? '…' : `${scheme}//${authority.slice(authority.lastIndexOf('@') + 1)}${rest}`;
}
