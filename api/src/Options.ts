import type { RoleOptions, SsoSession, TokenOptions } from './types.ts';

/** Those of all methods. */
export type Options = { readonly [Name in keyof (TokenOptions & RoleOptions)]?: unknown } & {
  readonly name?: string;
  readonly message?: string;
  readonly before?: readonly SsoSession[];
};
