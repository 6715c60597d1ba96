/** What the console is opened with. */
export interface ConsoleView {
  readonly accountId: string;
  readonly roleName: string;
  /** The address of a page of the console; without one, the permission set says which, or it is the console's home. */
  readonly destination?: string | undefined;
}

/**
 * The address at which the access portal opens the AWS console with a role in an account. It holds no credentials: the
 * portal asks for a sign-in first where the browser has none.
 *
 * Its form is the one of the IAM Identity Center User Guide, "Creating shortcut links to AWS Management Console
 * destinations": `/#/console?…` behind the portal's whole address, with every value percent-encoded.
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/createshortcutlink.html
 *
 * @param startUrl in its canonical form.
 */
export function consoleLink(startUrl: string, { accountId, roleName, destination }: ConsoleView): string {
  const parameters = { account_id: accountId, role_name: roleName, ...(destination ? { destination } : {}) };
  const query = Object.entries(parameters).map(([name, value]) => `${name}=${encode(value)}`);
  return `${startUrl}/#/console?${query.join('&')}`;
}

/** All but the unreserved characters of RFC 3986, so that links stay whole in texts that would end them at a bracket. */
function encode(value: string): string {
  return encodeURIComponent(value).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
