import { createConnection } from 'node:net';
import path from 'node:path';
import { announced, announcement } from '../sessions/windows/announcements.ts';
import { LineReader } from '../sessions/windows/LineReader.ts';
import type { Answer, Question } from './messages.ts';

/** How long a window may take to say that it is there, before the next is asked as well, in milliseconds. */
const SILENCE_MS = 300;

/**
 * How long a window that listens is waited for, in milliseconds, and once more when it has said that it is there. It answers in
 * less than two seconds by itself; one that is slower has much to do, or the machine has.
 */
const PATIENCE_MS = 10_000;

/** Of the lines before the answer: the window's word. */
const FIRST_LENGTHS = [100];

/** The answer of a window; `silent` where one may be there, and gives none in time; undefined where there is none. */
export type Asked = Answer | 'silent' | undefined;

/**
 * Asks the windows that have announced themselves in the directory, one after the other. Always in the same order, so that those
 * who ask at the same time ask the same window.
 * One that has to wait for the person is waited for without end.
 */
export function askWindows(directory: string, question: Omit<Question, 'word'>): Promise<Asked> {
  const left = [...announced(directory)].sort();
  const ending = new AbortController();
  const { signal } = ending;
  const untilEnd = (timer: NodeJS.Timeout): NodeJS.Timeout => {
    signal.addEventListener('abort', () => clearTimeout(timer));
    return timer;
  };
  let open = 0;
  let wasThere = false;
  return new Promise<Asked>((resolve) => {
    const giveUp = (): void => resolve(wasThere || open > 0 ? 'silent' : undefined);
    const next = (): void => {
      const name = left.shift();
      if (name === undefined && open === 0) {
        giveUp();
      }
      if (name === undefined || signal.aborted) {
        return;
      }
      open += 1;
      const silence = untilEnd(setTimeout(next, SILENCE_MS));
      const isThere = (): void => {
        clearTimeout(silence);
        if (question.isWaiting) {
          clearTimeout(patience);
        } else {
          patience.refresh();
        }
        wasThere = true;
      };
      converse(path.join(directory, name), question, isThere, signal).then(resolve, () => {
        clearTimeout(silence);
        open -= 1;
        next();
      });
    };
    // A process that has had no time until now finds its timers first, and only then what has arrived.
    const patience = untilEnd(setTimeout(() => setImmediate(giveUp), PATIENCE_MS));
    next();
  }).finally(() => ending.abort());
}

/** Says nothing before the window has proved that it is the one that wrote the file. */
async function converse(
  file: string,
  question: Omit<Question, 'word'>,
  isThere: () => void,
  signal: AbortSignal,
): Promise<Answer> {
  const [address, itsWord, word = ''] = announcement(file) ?? [];
  if (address === undefined || !itsWord) {
    throw new Error('The address leads to somebody else.');
  }
  const socket = createConnection({ path: address });
  signal.addEventListener('abort', () => socket.destroy());
  try {
    const lines = new LineReader(socket, FIRST_LENGTHS);
    if ((await lines.next()) !== itsWord) {
      throw new Error('Somebody else listens there.');
    }
    isThere();
    socket.write(`${JSON.stringify({ ...question, word } satisfies Question)}\n`);
    return JSON.parse(await lines.next()) as Answer;
  } finally {
    socket.destroy();
  }
}
