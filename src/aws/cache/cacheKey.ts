/** What the AWS CLI files the token and the registration of a session by. */
export interface CacheKey {
  /** Absent for a legacy profile. */
  readonly sessionName?: string | undefined;
  /** As the config file writes it. */
  readonly startUrl: string;
  readonly region: string;
  /** As the config file orders them, at least one; absent where it names none. */
  readonly scopes?: readonly string[] | undefined;
}

/** The name that the token is filed by. */
export function tokenName({ sessionName, startUrl }: CacheKey): string {
  return sessionName ?? startUrl;
}
