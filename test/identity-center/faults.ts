import { isOidcError, OidcException, oidcExceptionAnswer } from './wire/oidcException.ts';
import { isPortalError, PortalException, portalExceptionAnswer } from './wire/portalException.ts';
import type { Answer } from './wire/answer.ts';
import type { OidcError } from './wire/oidcException.ts';
import type { PortalError } from './wire/portalException.ts';

/** What can go wrong with the next answers of an operation. */
export type Fault =
  /** Anything HTTP allows, such as a proxy's HTML page. The operation does not run. */
  | { kind: 'status'; status: number; body?: string; headers?: Record<string, string> }
  /** One of the service's own exceptions. The operation does not run. */
  | { kind: 'error'; error: OidcError | PortalError }
  /** The connection breaks before the operation runs. */
  | { kind: 'drop' }
  /** The operation runs, and its answer is lost: a code is consumed, a refresh token rotated. */
  | { kind: 'dropAfter' }
  /** The operation runs, and answers, that much later. */
  | { kind: 'delay'; ms: number };

/** The faults waiting for each operation, first in, first out. */
export class Faults {
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

  clear(): void {
    this.#waiting.clear();
  }
}

/** The answer that stands in for the operation's own, for the faults that have one. */
export function answerOf(fault: Fault | undefined): Answer | undefined {
  if (fault?.kind === 'status') {
    return { status: fault.status, headers: fault.headers ?? {}, body: fault.body ?? '' };
  }
  if (fault?.kind !== 'error') return undefined;
  if (isOidcError(fault.error)) return oidcExceptionAnswer(new OidcException(fault.error));
  if (isPortalError(fault.error)) return portalExceptionAnswer(new PortalException(fault.error));
  throw new TypeError(`No service has an error named ${String(fault.error)}`);
}
