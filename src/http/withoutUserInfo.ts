/** The address of a proxy as far as everybody may read it: without user name, password, path and query. */
export function withoutUserInfo(address: string): string {
  // People leave the scheme away.
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(address);
  const text = hasScheme ? address : `http://${address}`;
  if (!URL.canParse(text)) {
    return '…';
  }
  const { protocol, host } = new URL(text);
  return hasScheme ? `${protocol}//${host}` : host;
}
