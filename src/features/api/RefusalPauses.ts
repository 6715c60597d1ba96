import * as l10n from '@vscode/l10n';
import { AwsSsoError } from '../../base/errors.ts';

/** How long one holds: the first, and how much longer each further one, up to an hour. */
const FIRST_PAUSE_MS = 5_000;
const PAUSE_FACTOR = 6;
const LONGEST_PAUSE_MS = 60 * 60_000;

/**
 * What one caller was refused, by a person or because it is not theirs to allow. Nobody is asked again at once: a caller may
 * well ask in a loop.
 */
export class RefusalPauses {
  readonly #refusals = new Map<
    string,
    { readonly error: AwsSsoError; readonly pause: number; readonly until: number }
  >();

  /** The error that it was, if that was a moment ago. */
  of(scopes: readonly string[]): AwsSsoError | undefined {
    const { error, until = 0 } = this.#refusals.get(keyOf(scopes)) ?? {};
    if (!error || until <= Date.now()) {
      return undefined;
    }
    return error.code === 'ConsentDenied'
      ? new AwsSsoError(
          'ConsentDenied',
          l10n.t(
            'Access was denied a moment ago. You can ask again after {0}.',
            new Date(until).toLocaleTimeString(),
          ),
        )
      : error;
  }

  /** Keeps it, if it is one. Several questions may have been refused by one press. */
  add(scopes: readonly string[], error: AwsSsoError): void {
    if ((error.code !== 'ConsentDenied' && error.code !== 'RoleNotAssigned') || this.of(scopes)) {
      return;
    }
    const before = this.#refusals.get(keyOf(scopes));
    const pause = before ? Math.min(before.pause * PAUSE_FACTOR, LONGEST_PAUSE_MS) : FIRST_PAUSE_MS;
    this.#refusals.set(keyOf(scopes), { error, pause, until: Date.now() + pause });
  }

  /** It has been allowed since. */
  forget(scopes: readonly string[]): void {
    this.#refusals.delete(keyOf(scopes));
  }
}

function keyOf(scopes: readonly string[]): string {
  return JSON.stringify(scopes);
}
