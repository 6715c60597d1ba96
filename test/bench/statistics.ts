/** The value that as many are above as below. @throws RangeError where there are none. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Between which the middle half of the values lies. */
export function quartiles(values: readonly number[]): readonly [low: number, high: number] {
  return [quantile(values, 0.25), quantile(values, 0.75)];
}

/** The mean of the middle half, which takes no notice of what is far off, and is finer than a median of whole numbers. */
export function midmean(values: readonly number[]): number {
  const [low, high] = quartiles(values);
  const middle = values.filter((value) => value >= low && value <= high);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}

/** Between two values, in proportion (type 7 of Hyndman and Fan, which most programs use). */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  const place = (sorted.length - 1) * share;
  const low = sorted[Math.floor(place)];
  const high = sorted[Math.ceil(place)];
  if (low === undefined || high === undefined) {
    throw new RangeError('There is no quantile of nothing.');
  }
  return low + (high - low) * (place - Math.floor(place));
}
