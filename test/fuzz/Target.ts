/** Something that takes bytes from strangers. */
export interface Target {
  readonly name: string;
  /** What it usually takes, from which the rest is made. */
  readonly samples: readonly Buffer[];
  /** Gives it the bytes. @throws when it does what it must not. */
  feed(bytes: Buffer): Promise<void>;
  /** Makes sure that it still does what it is for. */
  check(): Promise<void>;
  close(): void;
}
