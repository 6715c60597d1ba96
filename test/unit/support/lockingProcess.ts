import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { FileLock } from '../../../src/sessions/windows/FileLock.ts';
import { memoryLog } from './memoryLog.ts';

/**
 * A window that holds the lock `lock` of a directory: as often as it is told by `{ times }`, or, told `{ hold }`, until
 * it is told `{ release }`. It says `together` when it is not the only one that holds.
 */
const [directory = '', silenceMs = ''] = process.argv.slice(2);
const log = memoryLog();
const lock = new FileLock(directory, log, Number(silenceMs));
const witness = path.join(directory, 'witness');

function tell(word: string): void {
  process.send?.(word);
}

/** A witness of a process that was killed has nothing to say. */
function isAlone(): boolean {
  try {
    writeFileSync(witness, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    try {
      process.kill(Number(readFileSync(witness, 'utf8')), 0);
      return false;
    } catch {
      writeFileSync(witness, String(process.pid));
      return true;
    }
  }
}

async function holdOnce(meanwhile: () => Promise<void>): Promise<void> {
  const wait = () => tell('waiting');
  await lock.hold(
    'lock',
    new AbortController().signal,
    async () => {
      tell(isAlone() ? 'held' : 'together');
      await meanwhile();
      const still = readFileSync(witness, 'utf8') === String(process.pid);
      rmSync(witness);
      tell(still ? 'leaving' : 'together');
    },
    wait,
  );
  tell('released');
}

const aMoment = () => new Promise<void>((resolve) => setTimeout(resolve, Math.random() * 4));

async function holdTimes(times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    await holdOnce(aMoment);
    await aMoment();
  }
  tell('done');
}

process.on('message', (told: { times?: number; hold?: true; release?: true }) => {
  if (told.times) {
    void holdTimes(told.times);
  } else if (told.hold) {
    void holdOnce(
      () =>
        new Promise((resolve) => {
          process.on('message', (next: { release?: true }) => next.release && resolve());
        }),
    );
  }
});
tell('ready');
