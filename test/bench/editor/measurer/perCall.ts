/** The microseconds that a call takes, of so many one after the other. */
export async function perCall(calls: number, call: () => PromiseLike<unknown>): Promise<number> {
  const started = performance.now();
  for (let left = calls; left > 0; left--) {
    await call();
  }
  return ((performance.now() - started) * 1000) / calls;
}
