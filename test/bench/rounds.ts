import type { Figure } from './Figure.ts';
import { median, quartiles } from './statistics.ts';

export interface RoundOptions {
  readonly rounds: number;
  /** Rounds before those, which count for nothing. */
  readonly warmUps?: number;
}

/**
 * Measures all contestants in each round, one after the other, so that whatever else the machine does meets all of them
 * alike. Each round begins with another one.
 *
 * @returns what each measured, in the order of the rounds.
 */
export async function interleaved<Name extends string, Value = number>(
  { rounds, warmUps = 1 }: RoundOptions,
  contestants: Readonly<Record<Name, () => Value | Promise<Value>>>,
): Promise<Record<Name, Value[]>> {
  const names = Object.keys(contestants) as Name[];
  const measured = Object.fromEntries(names.map((name) => [name, [] as Value[]])) as Record<Name, Value[]>;
  for (let round = -warmUps; round < rounds; round++) {
    const first = (round + warmUps) % names.length;
    for (const name of [...names.slice(first), ...names.slice(0, first)]) {
      const value = await contestants[name]();
      if (round >= 0) {
        measured[name].push(value);
      }
    }
  }
  return measured;
}

/** The medians of both, and the median and the quartiles of the ratio in each round. */
export function compared(
  ours: readonly number[],
  theirs: readonly number[],
): Required<Pick<Figure, 'ours' | 'theirs' | 'ratio' | 'spread'>> {
  const ratios = ours.map((value, round) => value / (theirs[round] ?? NaN));
  return { ours: median(ours), theirs: median(theirs), ratio: median(ratios), spread: quartiles(ratios) };
}

/** The median of what has no peer, and its quartiles. */
export function alone(ours: readonly number[]): Required<Pick<Figure, 'ours' | 'spread' | 'isAbsolute'>> {
  return { ours: median(ours), spread: quartiles(ours), isAbsolute: true };
}
