import type { Benchmark, Figure } from '../Figure.ts';
import { quartiles } from '../statistics.ts';
import type { Activation, ActivationQuestion } from './measurer/activation.measurement.ts';
import { MeasuringEditor } from './MeasuringEditor.ts';

const WINDOWS = 12;
const EXTENSIONS = ['sso-signin.aws-sso', 'sso-signin.aws-sso-empty', 'sso-signin.aws-sso-hollow'] as const;

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Registers the same as well, and comes before them all, as others have in whatever window: the first pays for the editor's own code. */
const BEFORE = 'sso-signin.aws-sso-before';

/** Fresh starts of the extension host, in each of which the extensions are activated in another order. */
export const benchmark: Benchmark = {
  name: 'activation',
  async run(): Promise<readonly Figure[]> {
    const found: Record<string, number[]> = {};
    const editor = await MeasuringEditor.start();
    try {
      for (let window = 0; window < WINDOWS; window++) {
        const first = window % EXTENSIONS.length;
        const order = [BEFORE, ...EXTENSIONS.slice(first), ...EXTENSIONS.slice(0, first)];
        const question: ActivationQuestion = { order };
        const times = await editor.measure<Record<string, Activation>>('activation', question);
        for (const [id, { loadCode, callActivate }] of Object.entries(times)) {
          (found[id] ??= []).push(loadCode + callActivate);
        }
      }
    } finally {
      await editor.stop();
    }
    const [ours = [], empty = [], hollow = []] = EXTENSIONS.map((id) => found[id]);
    const against = (theirs: readonly number[]) => ({
      what: 'Activation, as the editor reports it',
      unit: 'ms' as const,
      ours: mean(ours),
      theirs: mean(theirs),
      spread: quartiles(ours.map((value) => value / mean(theirs))),
    });
    return [
      {
        ...against(empty),
        peer: 'empty extension',
        target: { atMost: 1.5 },
        note: 'Loading its code and calling `activate`, means of fresh windows, because the editor counts whole milliseconds. Another extension comes before, as in any window: the first to register a command or a view pays for the code of the editor that does it.',
      },
      { ...against(hollow), peer: 'extension that registers the same, with nothing behind it' },
    ];
  },
};
