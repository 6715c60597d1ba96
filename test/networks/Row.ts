export const operationNames = ['sign-in', 'refresh', 'ListAccounts', 'GetRoleCredentials'] as const;
export type OperationName = (typeof operationNames)[number];

/** One line of the table: what became of an operation in a situation. */
export interface Row {
  readonly group: string;
  readonly situation: string;
  readonly operation: OperationName;
  /** By which of the extension's ways the request arrived; empty if none did. */
  readonly path: string;
  /** The sentence of the failure, with HOST for the address; empty for success. */
  readonly failure: string;
}
