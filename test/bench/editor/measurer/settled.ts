import { setTimeout as delay } from 'node:timers/promises';

const PATIENCE_MS = 30_000;

/** Waits until the process has been idle for a second. @throws if that takes too long to measure anything. */
export async function settled(): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  for (;;) {
    const before = performance.eventLoopUtilization();
    await delay(1_000);
    if (performance.eventLoopUtilization(before).utilization < 0.02) return;
    if (performance.now() > end) throw new Error('The extension host did not come to rest.');
  }
}
