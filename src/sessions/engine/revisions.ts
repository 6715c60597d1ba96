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
