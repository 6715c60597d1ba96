import type { EnvironmentOptions, SsoSession, TokenOptions } from './types.ts';

/** Those of all methods. */
export type Options = { readonly [Name in keyof (TokenOptions & EnvironmentOptions)]?: unknown } & {
  readonly name?: string;
  readonly message?: string;
  readonly before?: readonly SsoSession[];
};
