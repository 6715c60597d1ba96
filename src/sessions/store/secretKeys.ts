/** Where the records of one kind of session are in the secret store. */
export interface SecretKeys {
  /** What the key of each begins with. */
  readonly prefix: string;
  /** The secret store cannot list its keys on every supported editor, so the ids are kept beside the sessions. */
  readonly indexKey: string;
}

/** Whether the secret under this key is one of them. */
export function isKeyOf({ prefix, indexKey }: SecretKeys, key: string): boolean {
  return key === indexKey || key.startsWith(prefix);
}
