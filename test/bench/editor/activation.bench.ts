import type { Benchmark, Figure } from '../Figure.ts';
import { midmean, quartiles } from '../statistics.ts';
import { verdictOf } from '../verdict.ts';
import type { Activation, ActivationQuestion } from './measurer/activation.measurement.ts';
import { MeasuringEditor } from './MeasuringEditor.ts';

const WINDOWS = 12;
const HOW =
  'Loading its code and calling `activate`: means of the middle half of fresh windows, since the editor counts whole milliseconds. Another extension comes before, as in any window: who is first to register a command or a view pays for the code of the editor that does it.';
const WHY_MISSED =
  'Out of reach: to register the providers, the commands and the view with nothing behind them takes more by itself, and to leave that for later would have the editor find no command.';

const EXTENSIONS = ['sso-signin.aws-sso', 'sso-signin.aws-sso-empty', 'sso-signin.aws-sso-hollow'] as const;

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
    const figure = (activations: readonly number[], peer: string, theirs: readonly number[]): Figure => ({
      ...{ what: 'Activation, as the editor reports it', unit: 'ms', ours: midmean(activations) },
      ...{ peer, theirs: midmean(theirs) },
      spread: quartiles(activations.map((value) => value / midmean(theirs))),
    });
    const againstEmpty = (activations: readonly number[]): Figure => ({
      ...figure(activations, 'empty extension', empty),
      target: { atMost: 1.5 },
    });
    const isOutOfReach = [ours, hollow].every((all) => verdictOf(againstEmpty(all)) === 'not reached');
    return [
      { ...againstEmpty(ours), note: isOutOfReach ? `${HOW} ${WHY_MISSED}` : HOW },
      figure(ours, 'extension that registers the same, with nothing behind it', hollow),
    ];
  },
};
