import { type AwsSsoError, isAwsSsoError } from '../../base/errors.ts';
import type { Outcome } from '../../base/Outcome.ts';
import { moreTelling } from '../../http/client/withFallback.ts';

/**
 * What a request comes to that takes both paths as `withFallback` does, by what each of them came to: the one after the other
 * may need more time than a check has.
 */
export function takenOf<Value>(first: Outcome<Value>, second: Outcome<Value>): Outcome<Value> {
  if ('value' in first || !isUnsent(first.error)) {
    return first;
  }
  if ('value' in second) {
    return second;
  }
  if (!isAwsSsoError(second.error)) {
    // There is no second path.
    return first;
  }
  return isUnsent(second.error) && moreTelling(first.error, second.error) === first.error ? first : second;
}

function isUnsent(error: unknown): error is AwsSsoError {
  return isAwsSsoError(error) && error.network?.maybeSent === false;
}
