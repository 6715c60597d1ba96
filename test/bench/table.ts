import type { Figure, Unit } from './Figure.ts';
import { ratioOf, verdictOf } from './verdict.ts';

const HEADINGS = ['figure', 'ours', 'peer', 'theirs', 'ratio', 'target', ''] as const;
type Row = Readonly<Record<(typeof HEADINGS)[number], string>>;

/** For a terminal: columns, and the notes below. */
export function asText(figures: readonly Figure[]): string {
  const rows = [Object.fromEntries(HEADINGS.map((name) => [name, name])) as Row, ...rowsOf(figures)];
  const widths = HEADINGS.map((name) => Math.max(...rows.map((row) => row[name].length)));
  const lines = rows.map((row) =>
    HEADINGS.map((name, column) => row[name].padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [...lines, '', ...notesOf(figures).map((note, index) => `[${index + 1}] ${note}`)].join('\n');
}

/** For the docs. The notes become an ordered list, which is numbered as the marks in the table are. */
export function asMarkdown(figures: readonly Figure[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const table = [
    line(HEADINGS),
    line(HEADINGS.map((name) => (['ours', 'theirs', 'ratio'].includes(name) ? '--:' : '---'))),
    ...rowsOf(figures).map((row) => line(HEADINGS.map((name) => row[name]))),
  ];
  return [...table, '', ...notesOf(figures).map((note, index) => `${index + 1}. ${note}`)].join('\n');
}

function rowsOf(figures: readonly Figure[]): Row[] {
  const notes = notesOf(figures);
  return figures.map((figure) => {
    const { what, ours, unit, peer = '–', theirs, note } = figure;
    const ratio = ratioOf(figure);
    const verdict = verdictOf(figure);
    return {
      figure: what + (note === undefined ? '' : ` [${notes.indexOf(note) + 1}]`),
      ours: `${withUnit(ours, unit)}${figure.isAbsolute ? spreadOf(figure) : ''}`,
      peer,
      theirs: theirs === undefined ? '–' : withUnit(theirs, unit),
      ratio: ratio === undefined ? '–' : amount(ratio) + (figure.isAbsolute ? '' : spreadOf(figure)),
      target: targetOf(figure),
      '': { reached: '✔', 'not reached': '✘', 'for comparison': '' }[verdict],
    };
  });
}

/** Each once, in the order in which they are first needed. */
function notesOf(figures: readonly Figure[]): string[] {
  return [...new Set(figures.flatMap(({ note }) => (note === undefined ? [] : [note])))];
}

function targetOf({ target, unit, isAbsolute }: Figure): string {
  const said = (value: number) => (isAbsolute ? withUnit(value, unit) : amount(value));
  const { atMost, atLeast } = target ?? {};
  if (atMost !== undefined && atMost === atLeast) {
    return said(atMost);
  }
  return [
    ...(atMost === undefined ? [] : [`≤ ${said(atMost)}`]),
    ...(atLeast === undefined ? [] : [`≥ ${said(atLeast)}`]),
  ].join(', ');
}

function spreadOf({ spread }: Figure): string {
  return spread ? ` (${amount(spread[0])} to ${amount(spread[1])})` : '';
}

/** One call, two calls. */
function withUnit(value: number, unit: Unit): string {
  return `${amount(value)} ${value === 1 ? unit.replace(/(?<=[a-z]{3})s(?= |$)/, '') : unit}`;
}

/** With three digits that count, and all of those before the point. */
export function amount(value: number): string {
  const rounded = Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3));
  return rounded.toLocaleString('en-US', { maximumFractionDigits: 12 });
}
