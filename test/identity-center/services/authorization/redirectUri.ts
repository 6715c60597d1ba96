const loopback = /^(http:\/\/(?:127\.0\.0\.1|\[::1\]|localhost))(?::\d{1,5})?((?:[/?][!"$-~]*)?)$/;

/** RFC 8252 section 7.3, and no fragment (RFC 6749 section 3.1.2). */
export function isLoopbackRedirect(redirectUri: string): boolean {
  return loopback.test(redirectUri) && URL.canParse(redirectUri);
}

/** RFC 8252 section 7.3: the port is whichever was free when the application began to listen. */
export function sameButForPort(registered: string, redirectUri: string): boolean {
  return isLoopbackRedirect(redirectUri) && withoutPort(registered) === withoutPort(redirectUri);
}

function withoutPort(redirectUri: string): string {
  return redirectUri.replace(loopback, '$1$2');
}
