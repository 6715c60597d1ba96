/** What a person is to do for a sign-in. */
export interface SignInStep {
  /** What the progress notification says, as long as it is to be done. */
  message(): string;
  /** Brings it into sight, in a notification of its own with buttons. Resolves when that is gone. */
  offer(): Promise<void>;
}
