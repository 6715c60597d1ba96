/** One line of the table: what was measured here, and the same by a peer in the same run. */
export interface Figure {
  /** For people, such as "Main bundle, minified". */
  readonly what: string;
  readonly ours: number;
  readonly unit: Unit;
  /** With its version, such as "@aws-sdk/client-sso-oidc 3.1161.0", "empty extension", "raw TLS socket". */
  readonly peer?: string;
  /** In the same unit. */
  readonly theirs?: number;
  /** The median of ours / theirs in each round, where there are rounds. A busy machine disturbs it less than the medians of both. */
  readonly ratio?: number;
  /** The quartiles over the rounds: of that ratio, of ours over the middle of theirs where there is none, or of ours alone where the target is absolute. */
  readonly spread?: readonly [low: number, high: number];
  /** What the ratio has to be, or ours alone where `isAbsolute`. Without it, the figure is for comparison only. */
  readonly target?: { readonly atMost?: number; readonly atLeast?: number };
  readonly isAbsolute?: true;
  /** What exactly was measured, or why a target is not reached. One sentence or two, in Markdown. */
  readonly note?: string;
  readonly curve?: Curve;
}

/** A line of the table, and which benchmark it comes from. */
export interface NamedFigure extends Figure {
  readonly benchmark: string;
}

/** How a figure changes with the size of something. */
export interface Curve {
  /** What is plotted, such as "Cached token"; in the unit of the figure. */
  readonly title: string;
  /** Of what there is more and more, such as "sessions". */
  readonly over: string;
  readonly points: readonly (readonly [count: number, value: number])[];
}

export type Unit =
  | 'ms'
  | 'µs'
  | 'bytes'
  | 'MB'
  | 'calls'
  | 'calls/s'
  | 'connections'
  | 'round trips'
  | 'modules'
  | 'wake-ups'
  | 'requests refused';

/** What a module `*.bench.ts` exports as `benchmark`; its name is how `npm run bench -- NAME` asks for it. */
export interface Benchmark {
  readonly name: string;
  run(): Promise<readonly Figure[]>;
}
