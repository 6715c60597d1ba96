/**
 * What the promise resolves with, in a box; or undefined when it takes longer than `ms` milliseconds. It goes on all
 * the same.
 *
 * @throws what the promise rejects with in that time; later rejections are of no interest to anybody.
 */
export async function within<Value>(
  ms: number,
  promise: PromiseLike<Value>,
): Promise<{ readonly value: Value } | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  try {
    return await Promise.race([Promise.resolve(promise).then((value) => ({ value })), patience]);
  } finally {
    clearTimeout(timer);
  }
}
