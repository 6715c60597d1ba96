/** The address of a proxy as far as everybody may read it: without user name, password, path and query. */
export function withoutUserInfo(address: string): string {
  // People leave the scheme away.
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(address);
  const text = hasScheme ? address : `http://${address}`;
  if (!URL.canParse(text)) {
    return '…';
  }
  const { protocol, host, pathname, search, hash } = new URL(text);
  // A password that is not encoded may end the authority (RFC 3986 section 3.2): what looks like the host is a part of it then.
  if ([pathname, search, hash].some((part) => part.includes('@'))) {
    return '…';
  }
  return hasScheme ? `${protocol}//${host}` : host;
}
