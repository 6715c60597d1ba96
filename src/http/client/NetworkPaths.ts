import type { HttpClient } from './HttpClient.ts';
import type { SecondPath } from './SecondPath.ts';

/** The ways to AWS. */
export interface NetworkPaths {
  /** Takes the one that works. For everything but a diagnosis. */
  readonly http: HttpClient;
  /** The editor's own `fetch`, and nothing else. */
  readonly first: HttpClient;
  /** Loaded when it is first asked for. */
  readonly second: () => Promise<SecondPath>;
}
