import { madeUpAccounts } from '../../identity-center/server.ts';
import type { Benchmark, Figure } from '../Figure.ts';
import type { Growth, GrowthQuestion } from './measurer/growth.measurement.ts';
import { MeasuringEditor } from './MeasuringEditor.ts';

/** Fresh windows of each editor; the editors take turns. */
const WINDOWS = 5;
const LITTLE = { sessions: 1, accounts: 10 };
const SIZES = [LITTLE, { ...LITTLE, sessions: 100 }, { ...LITTLE, accounts: 10_000 }];

/** How much of the noise there may be in what does not grow. */
const FLAT = 1.1;

type Size = typeof LITTLE;
interface Measured extends Size {
  readonly growths: Growth[];
}

/** How much more it costs when there is more. */
export const benchmark: Benchmark = {
  name: 'growth-in-editor',
  async run(): Promise<readonly Figure[]> {
    const editors: MeasuringEditor[] = [];
    const measured: Measured[] = SIZES.map((size) => ({ ...size, growths: [] }));
    try {
      for (const size of SIZES) {
        const editor = await editorWith(size);
        editors.push(editor);
        const signedIn = await editor.measure<number>('signInToAll');
        if (signedIn !== size.sessions) throw new Error(`${signedIn} sessions are signed in.`);
      }
      // The first one asks for consent.
      for (let window = -1; window < WINDOWS; window++) {
        for (const [index, editor] of editors.entries()) {
          const growth = await editor.measure<Growth>('growth', {
            session: nameOf(0),
          } satisfies GrowthQuestion);
          if (growth.accounts !== SIZES[index]?.accounts) {
            throw new Error(`${growth.accounts} accounts are listed.`);
          }
          if (window >= 0) measured[index]?.growths.push(growth);
        }
      }
    } finally {
      for (const editor of editors) await editor.stop();
    }
    return figuresOf(measured);
  },
};

const nameOf = (index: number): string => `session-${index + 1}`;

function editorWith({ sessions, accounts }: Size): Promise<MeasuringEditor> {
  return MeasuringEditor.start({
    identityCenter: { accounts: madeUpAccounts(accounts, 1) },
    sessions: Array.from({ length: sessions }, (_, index) => nameOf(index)),
  });
}

function figuresOf([little, ...much]: readonly Measured[]): readonly Figure[] {
  const of = (cost: keyof Growth, measured: Measured | undefined) =>
    (measured?.growths ?? []).map((growth) => growth[cost]);
  return much.flatMap((measured): Figure[] => {
    const over = measured.sessions > LITTLE.sessions ? 'sessions' : 'accounts';
    const amount = `${measured[over].toLocaleString('en-US')} ${over}`;
    const peer = `the same with ${LITTLE[over]}`;
    return [
      {
        ...{ what: `Activation in the editor, with ${amount}`, unit: 'ms', peer },
        ...least(of('activation', measured), of('activation', little)),
      },
      {
        ...{ what: `\`getAccessToken\` of the API in the editor, with ${amount}`, unit: 'µs', peer },
        ...least(of('token', measured), of('token', little)),
      },
    ];
  });
}

function least(
  ours: readonly number[],
  theirs: readonly number[],
): Pick<Figure, 'ours' | 'theirs' | 'target' | 'note'> {
  return {
    ...{ ours: Math.min(...ours), theirs: Math.min(...theirs), target: { atMost: FLAT } },
    note: `The least of ${WINDOWS} fresh windows each, since whatever else a machine does only adds to what a start takes. Activation reads neither sessions nor accounts: a difference is one between windows.`,
  };
}
