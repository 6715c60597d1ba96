import type { Figure } from './Figure.ts';

/** `without a peer` where the peer is not installed. */
export type Verdict = 'reached' | 'not reached' | 'for comparison' | 'without a peer';

/** Undefined for what has no peer. */
export function ratioOf({ ours, theirs, ratio }: Figure): number | undefined {
  return ratio ?? (theirs === undefined ? undefined : ours / theirs);
}

export function verdictOf(figure: Figure): Verdict {
  const { target, isAbsolute, ours } = figure;
  if (!target) {
    return 'for comparison';
  }
  const value = isAbsolute ? ours : ratioOf(figure);
  if (value === undefined) {
    return 'without a peer';
  }
  const { atMost = Infinity, atLeast = -Infinity } = target;
  return value <= atMost && value >= atLeast ? 'reached' : 'not reached';
}
