import * as v from 'valibot';

/** What has an order among the windows: of two records of one session, the one with the higher revision holds. */
export interface Revised {
  /** When it was signed in or ended, in epoch milliseconds, where the clock has not gone back; plus one for each renewal. */
  readonly revision: number;
}

/** The revision of what takes the place of a record because somebody, or the service, has decided so. */
export function nextRevision(replaced: Revised | undefined): number {
  return Math.max(Date.now(), (replaced?.revision ?? 0) + 3);
}

/**
 * The revision of what was found elsewhere, such as in the AWS CLI's files. Each window finds it by itself, and all of them
 * must come to the same, or what follows from it in one would not count in the others.
 */
export function foundRevision(replaced: Revised | undefined): number {
  return (replaced?.revision ?? 0) + 2;
}

/** The revision of what follows from a record, such as its renewal: lower than that of any decision since. */
export function renewedRevision({ revision }: Revised): number {
  return revision + 1;
}

const CENTURY_MS = 100 * 365.25 * 86_400_000;
/** The last moment that a Date can hold. */
const LAST_MS = 8_640_000_000_000_000;

/** A revision that this extension can have given. With a higher one, whoever gave it, nobody could sign in any more. */
export const Revision = v.pipe(
  v.number(),
  v.safeInteger(),
  v.minValue(0),
  v.check((revision) => revision <= Date.now() + CENTURY_MS),
);

/** A time in epoch milliseconds. */
export const Time = v.pipe(v.number(), v.minValue(-LAST_MS), v.maxValue(LAST_MS));
