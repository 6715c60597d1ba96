export interface SignInLabels {
  /** What is signed in to, as people know it. */
  readonly name: string;
  /** Of the session; where that isn't known before, of this kind alone. */
  readonly sessionId: string;
  /** The region that is tried, where nothing but the page in the browser says that it is wrong. */
  readonly region?: string;
}
