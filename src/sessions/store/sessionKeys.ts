import { isKeyOf } from './secretKeys.ts';

/** By what the secret store files the records of the sessions of IAM Identity Center. */
export const SESSION_KEYS = { prefix: 'session:', indexKey: 'sessions' } as const;

/** Whether the secret under this key belongs to a session, and not to a registration. */
export function isSessionKey(key: string): boolean {
  return isKeyOf(SESSION_KEYS, key);
}
