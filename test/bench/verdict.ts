import type { Figure } from './Figure.ts';

export type Verdict = 'reached' | 'not reached' | 'for comparison';

/** Undefined for what has no peer. */
export function ratioOf({ ours, theirs, ratio }: Figure): number | undefined {
  return ratio ?? (theirs === undefined ? undefined : ours / theirs);
}

export function verdictOf(figure: Figure): Verdict {
  const { target, isAbsolute, ours } = figure;
  if (!target) {
    return 'for comparison';
  }
  const value = isAbsolute ? ours : (ratioOf(figure) ?? NaN);
  const { atMost = Infinity, atLeast = -Infinity } = target;
  return value <= atMost && value >= atLeast ? 'reached' : 'not reached';
}
