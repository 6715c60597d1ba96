/** One line of the table: what was measured here, and the same by a peer in the same run. */
export interface Figure {
  /** For people, such as "main bundle, minified". */
  readonly what: string;
  readonly ours: number;
  readonly unit: Unit;
  /** With its version, such as "@aws-sdk/client-sso-oidc 3.1161.0", "empty extension", "raw TLS socket". */
  readonly peer: string;
  /** In the same unit. */
  readonly theirs: number;
  /** The quartiles over the rounds, of ours / theirs, or of ours alone where the target is absolute. */
  readonly spread?: readonly [low: number, high: number];
  /** What ours / theirs has to be, or ours alone where `isAbsolute`. Without it, the figure is for comparison only. */
  readonly target?: { readonly atMost?: number; readonly atLeast?: number };
  readonly isAbsolute?: true;
  /** What exactly was measured, or why a target is not reached. */
  readonly note?: string;
}

export type Unit = 'ms' | 'µs' | 'bytes' | 'MB' | 'calls' | 'calls/s' | 'connections' | 'round trips' | 'modules' | 'wake-ups';

/** What a module `*.bench.ts` exports as `benchmark`; its name is how `npm run bench -- NAME` asks for it. */
export interface Benchmark {
  readonly name: string;
  run(): Promise<readonly Figure[]>;
}
