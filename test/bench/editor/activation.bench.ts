import type { Benchmark, Figure } from '../Figure.ts';
import { midmean, quartiles } from '../statistics.ts';
import { verdictOf } from '../verdict.ts';
import type { Activation, ActivationQuestion } from './measurer/activation.measurement.ts';
import { MeasuringEditor } from './MeasuringEditor.ts';

const WINDOWS = 12;
const WHAT = 'Activation, as the editor reports it';
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
    const activations: Record<string, Activation[]> = {};
    const editor = await MeasuringEditor.start();
    try {
      for (let window = 0; window < WINDOWS; window++) {
        const first = window % EXTENSIONS.length;
        const order = [BEFORE, ...EXTENSIONS.slice(first), ...EXTENSIONS.slice(0, first)];
        const question: ActivationQuestion = { order };
        const measured = await editor.measure<Record<string, Activation>>('activation', question);
        for (const [id, activation] of Object.entries(measured)) {
          (activations[id] ??= []).push(activation);
        }
      }
    } finally {
      await editor.stop();
    }
    const [ours = [], empty = [], hollow = []] = EXTENSIONS.map((id) => activations[id]);
    const againstEmpty = (those: readonly Activation[]): Figure => ({
      ...{ what: WHAT, unit: 'ms', peer: 'empty extension', target: { atMost: 1.5 } },
      ...comparedMiddle(those.map(reported), empty.map(reported)),
    });
    const isOutOfReach = [ours, hollow].every((all) => verdictOf(againstEmpty(all)) === 'not reached');
    const peer = 'extension that registers the same, with nothing behind it';
    return [
      { ...againstEmpty(ours), note: isOutOfReach ? `${HOW} ${WHY_MISSED}` : HOW },
      { what: WHAT, unit: 'ms', peer, ...comparedMiddle(ours.map(reported), hollow.map(reported)) },
      {
        ...{ what: 'Activation, until its provider has answered for the first time', unit: 'ms', peer },
        ...comparedMiddle(ours.map(answered), hollow.map(answered)),
        note: 'The editor asks each provider as soon as it is there, which is when the rest of the code is read.',
      },
    ];
  },
};

function reported({ loadCode, callActivate }: Activation): number {
  return loadCode + callActivate;
}

function answered(activation: Activation): number {
  return activation.answered ?? NaN;
}

function comparedMiddle(
  ours: readonly number[],
  theirs: readonly number[],
): Pick<Figure, 'ours' | 'theirs' | 'spread'> {
  const middle = midmean(theirs);
  return { ours: midmean(ours), theirs: middle, spread: quartiles(ours.map((value) => value / middle)) };
}
