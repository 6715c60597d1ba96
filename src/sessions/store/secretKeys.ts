/** Where the records of one kind of session are in the secret store. */
export interface SecretKeys {
  /** What the key of each begins with. */
  readonly prefix: string;
  /** The secret store cannot list its keys on every supported editor, so the ids are kept beside the sessions. */
  readonly indexKey: string;
}

export const IDENTITY_CENTER_KEYS: SecretKeys = { prefix: 'session:', indexKey: 'sessions' };
export const CONSOLE_KEYS: SecretKeys = { prefix: 'console:', indexKey: 'consoles' };

/** Whether the secret under this key is one of them. */
export function isKeyOf({ prefix, indexKey }: SecretKeys, key: string): boolean {
  return key === indexKey || key.startsWith(prefix);
}
