import type { Benchmark, Figure } from '../Figure.ts';
import { alone } from '../rounds.ts';
import type { Memory, MemoryQuestion } from './measurer/memory.measurement.ts';
import type { WakeUps, WakeUpsQuestion } from './measurer/wakeUps.measurement.ts';
import { MeasuringEditor } from './MeasuringEditor.ts';

const WINDOWS = 5;
const SECONDS = 20;
const MEGABYTE = 1_000_000;

/** What it costs to have this extension and do nothing with it. */
export const benchmark: Benchmark = {
  name: 'idle-in-editor',
  async run(): Promise<readonly Figure[]> {
    const editor = await MeasuringEditor.start();
    try {
      const wakeUps = await editor.measure<WakeUps>('wakeUps', {
        seconds: SECONDS,
      } satisfies WakeUpsQuestion);
      // The timer need not be punctual, but has to be seen.
      if (wakeUps.control < SECONDS / 2) throw new Error('Wake-ups are not seen.');
      const question: MemoryQuestion = { session: 'local', empty: 'sso-signin.aws-sso-empty' };
      const memories: Memory[] = [];
      // The first one signs in, which leaves more behind than is there in all others.
      for (let window = -1; window < WINDOWS; window++) {
        const memory = await editor.measure<Memory>('memory', question);
        if (window >= 0) memories.push(memory);
      }
      return [
        {
          what: 'Heap over that of an empty extension, idle and signed in',
          unit: 'MB',
          ...alone(memories.map(({ ours, empty }) => (ours - empty) / MEGABYTE)),
          target: { atMost: 2 },
        },
        {
          what: `Wake-ups in ${SECONDS} s, signed out`,
          ...{ unit: 'wake-ups', ours: wakeUps.ours, isAbsolute: true, target: { atMost: 0 } },
          note: 'Whatever calls code of this extension back; a timer of a second was seen in the same window.',
        },
      ];
    } finally {
      await editor.stop();
    }
  },
};
