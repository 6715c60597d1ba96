/** How many tests ended in which way. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export function total(all: readonly Counts[]): Counts {
  const add = (a: Counts, b: Counts) => ({
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
  });
  return all.reduce(add, { passed: 0, failed: 0, skipped: 0 });
}
