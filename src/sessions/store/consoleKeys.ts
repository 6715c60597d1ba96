import { isKeyOf } from './secretKeys.ts';

/** By what the secret store files the records of console sessions. */
export const CONSOLE_KEYS = { prefix: 'console:', indexKey: 'consoles' } as const;

/** Whether the secret under this key belongs to a console session. */
export function isConsoleKey(key: string): boolean {
  return isKeyOf(CONSOLE_KEYS, key);
}
