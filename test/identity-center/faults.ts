import type { OidcError } from './wire/oidcException.ts';
import type { PortalError } from './wire/portalException.ts';
import type { SigninError } from './wire/signinException.ts';

/** What can go wrong with the next answers of an operation. */
export type Fault =
  /** Anything HTTP allows, as somebody in between would say it. The operation does not run, or has run and been for nothing with `after`. */
  | { kind: 'status'; status: number; body?: string; headers?: Record<string, string>; after?: boolean }
  /** One of the service's own exceptions, likewise. */
  | {
      kind: 'error';
      error: OidcError | PortalError | SigninError;
      headers?: Record<string, string>;
      after?: boolean;
    }
  /** A page of a proxy (407), a captive portal (200) or a load balancer (503). The operation does not run. */
  | { kind: 'html'; status: number }
  /** The connection breaks before the operation runs. */
  | { kind: 'drop' }
  /** The operation runs, and its answer is lost: a code is consumed, a refresh token rotated. */
  | { kind: 'dropAfter' }
  /** The operation runs, and the connection breaks in the middle of its answer. */
  | { kind: 'dropWithin' }
  /** The operation runs, and half of its JSON arrives as if it were all. */
  | { kind: 'cut' }
  /** The operation runs, and its JSON is followed by that many spaces; 16 MiB if not stated. */
  | { kind: 'oversized'; bytes?: number }
  /** The operation runs, and answers, that much later. */
  | { kind: 'delay'; ms: number }
  /** The operation runs, and answers that much later, or after `healthy`. */
  | { kind: 'delayAfter'; ms: number }
  /** The operation runs, and its answer claims to be of that media type. */
  | { kind: 'contentType'; type: string }
  /** The operation runs, and its answer has each header twice. */
  | { kind: 'doubledHeaders' }
  /** The operation waits that long, or until `healthy`, and does not run if the client has gone meanwhile. */
  | { kind: 'delayBefore'; ms: number };

/** The faults waiting for each operation, first in, first out. */
export class Faults {
  /** How far the Date header is off, and nothing else. */
  dateSkewMs = 0;
  #over = new AbortController();
  readonly #waiting = new Map<string, { fault: Fault; times: number }[]>();

  add(operation: string, fault: Fault, times: number): void {
    this.#waiting.set(operation, [...(this.#waiting.get(operation) ?? []), { fault, times }]);
  }

  take(operation: string): Fault | undefined {
    const queue = this.#waiting.get(operation);
    const first = queue?.[0];
    if (!first) return undefined;
    first.times -= 1;
    if (first.times <= 0) queue.shift();
    return first.fault;
  }

  /** Aborted by `clear`. */
  get over(): AbortSignal {
    return this.#over.signal;
  }

  clear(): void {
    this.#over.abort();
    this.#over = new AbortController();
    this.#waiting.clear();
    this.dateSkewMs = 0;
  }
}
