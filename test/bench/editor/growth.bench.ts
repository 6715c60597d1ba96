import { madeUpAccounts } from '../../identity-center/server.ts';
import type { Benchmark, Figure } from '../Figure.ts';
import { compared } from '../rounds.ts';
import { median } from '../statistics.ts';
import type { Growth, GrowthQuestion } from './measurer/growth.measurement.ts';
import { MeasuringEditor } from './MeasuringEditor.ts';

/** Fresh windows of each editor; the editors take turns. */
const WINDOWS = 5;
const ONE = { sessions: 1, accounts: 10 };
const SIZES = [
  ...[ONE, { sessions: 10, accounts: 10 }, { sessions: 100, accounts: 10 }],
  ...[
    { sessions: 1, accounts: 100 },
    { sessions: 1, accounts: 1_000 },
    { sessions: 1, accounts: 10_000 },
  ],
];

type Size = (typeof SIZES)[number];
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
          const { growths, accounts } = measured[index]!;
          if (growth.accounts !== accounts) throw new Error(`${growth.accounts} accounts are listed.`);
          if (window >= 0) growths.push(growth);
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

function figuresOf(measured: readonly Measured[]): readonly Figure[] {
  const of = (growth: keyof Growth, { growths }: Measured) => growths.map((one) => one[growth]);
  const grown = (cost: 'activation' | 'token', over: keyof Size): Figure => {
    const others = Object.keys(ONE).filter((name) => name !== over) as (keyof Size)[];
    const row = measured.filter((size) => others.every((name) => size[name] === ONE[name]));
    const [least, most] = [row[0]!, row.at(-1)!];
    const what = cost === 'activation' ? 'Activation' : 'Cached token';
    return {
      what: `${what} with ${most[over].toLocaleString('en-US')} ${over}`,
      unit: cost === 'activation' ? 'ms' : 'µs',
      peer: `the same with ${least[over]}`,
      ...compared(of(cost, most), of(cost, least)),
      target: { atMost: 1.1 },
      curve: { title: what, over, points: row.map((size) => [size[over], median(of(cost, size))] as const) },
    };
  };
  return [
    grown('activation', 'sessions'),
    grown('token', 'sessions'),
    grown('activation', 'accounts'),
    grown('token', 'accounts'),
  ];
}
