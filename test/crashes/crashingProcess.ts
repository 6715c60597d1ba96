import { memoryLog } from '../unit/support/memoryLog.ts';
import { CRASH_POINT } from './crashPointName.ts';
import { OPERATIONS, type OperationName } from './operations.ts';
import { Place } from './Place.ts';

// A window that does one thing, and is killed over it at one point; without one, it tells of all.
const [folder = '', url = '', name = '', point] = process.argv.slice(2);
const seen = new Set<string>();
let isArmed = false;

function at(place: string): void {
  if (!isArmed) {
    return;
  }
  seen.add(place);
  if (place === point) {
    process.kill(process.pid, 'SIGKILL');
  }
}

async function pass<Value>(place: string, value: Value): Promise<Awaited<Value>> {
  at(`${place} begins`);
  try {
    return await value;
  } finally {
    at(`${place} is over`);
  }
}
Object.assign(globalThis, { [CRASH_POINT]: pass });

/** Whatever goes wrong ends the process with another code than 0. */
async function run(): Promise<void> {
  const place = new Place(folder, url, (approve) => process.send?.({ approve }), memoryLog());
  const operation = OPERATIONS[name as OperationName];
  await operation.before(place);
  await place.sessions.load();
  isArmed = true;
  await operation.run(place);
  process.send?.({ seen: [...seen] }, () => process.exit());
}
void run();
