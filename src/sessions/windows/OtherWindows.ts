/** The other windows of this editor, as one of them sees them. */
export interface OtherWindows {
  /** Sends the message to all of them at once. Gives the answers that come within a second; never rejects. */
  ask(message: unknown): Promise<readonly unknown[]>;
}
