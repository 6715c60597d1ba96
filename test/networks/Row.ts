/** One line of the table: what became of a request in a situation. */
export interface Row {
  readonly group: string;
  readonly situation: string;
  /** By which of the extension's ways it arrived; empty if none did. */
  readonly path: string;
  /** The sentence of the failure, with HOST for the address; empty for success. */
  readonly failure: string;
}
