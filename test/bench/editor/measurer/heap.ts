import { setTimeout as delay } from 'node:timers/promises';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** The bytes that are in use once nothing is left to be collected: the least of several looks. */
export async function heapInUse(): Promise<number> {
  const looks: number[] = [];
  for (let look = 0; look < 5; look++) {
    await delay(200);
    collectGarbage();
    looks.push(getHeapStatistics().used_heap_size);
  }
  return Math.min(...looks);
}
