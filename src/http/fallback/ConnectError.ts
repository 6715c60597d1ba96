/**
 * A connection that did not come about, so that nothing of a request was sent. The cause says why.
 *
 * It has no code of its own: for those that undici knows, it would connect anew by itself, without end.
 */
export class ConnectError extends Error {
  override readonly name = 'ConnectError';
  /** Whether it was the proxy that could not be reached, or did not open the way. */
  readonly isOfProxy: boolean;

  constructor(isOfProxy: boolean, cause: unknown) {
    super('The connection did not come about.', { cause });
    this.isOfProxy = isOfProxy;
  }
}
