import type { Instance } from './instance.ts';
import type { Answer } from './wire/answer.ts';
import type { ReceivedRequest } from './wire/receivedRequest.ts';

/** How one method on one path is answered. */
export interface Route {
  readonly method: string;
  readonly path: string;
  /** The API operation's name. Pages have none. */
  readonly operation?: string;
  /** The others that the body may name in its place: `Action` of the query protocol. */
  readonly actions?: readonly string[];
  /** Tells it, by the query, from the one on the same path that has no such condition. */
  readonly isFor?: (query: URLSearchParams) => boolean;
  readonly handle: (instance: Instance, request: ReceivedRequest) => Answer;
}
