import type { Figure, NamedFigure, Unit } from './Figure.ts';
import { ratioOf, type Verdict, verdictOf } from './verdict.ts';

const HEADINGS = ['', 'figure', 'ours', 'peer', 'theirs', 'ratio', 'target'] as const;
type Row = Readonly<Record<(typeof HEADINGS)[number], string>>;

const MARKS: Readonly<Record<Verdict, string>> = {
  reached: '✔',
  'not reached': '✘',
  'for comparison': '',
  'without a peer': '?',
};

/** For a terminal: columns, below the name of each benchmark; and the notes below. */
export function asText(figures: readonly NamedFigure[]): string {
  const headings = Object.fromEntries(HEADINGS.map((name) => [name, name])) as Row;
  const rows = figures.map((figure) => rowOf(figure, figures));
  const widths = HEADINGS.map((name) => Math.max(...[headings, ...rows].map((row) => row[name].length)));
  const line = (row: Row): string =>
    HEADINGS.map((name, column) => row[name].padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  const lines = rows.flatMap((row, index) => [
    ...(isFirst(figures, index) ? ['', figures[index]?.benchmark ?? ''] : []),
    line(row),
  ]);
  const notes = notesOf(figures).map((note, index) => `[${index + 1}] ${note}`);
  return [line(headings), ...lines, '', ...notes].join('\n');
}

/** For the docs. The notes become an ordered list, which is numbered as the marks in the table are. */
export function asMarkdown(figures: readonly NamedFigure[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const table = [
    line(['benchmark', ...HEADINGS]),
    line(['---', ...HEADINGS.map((name) => (['ours', 'theirs', 'ratio'].includes(name) ? '--:' : '---'))]),
    ...figures.map((figure, index) => {
      const row = rowOf(figure, figures);
      const name = isFirst(figures, index) ? `\`${figure.benchmark}\`` : '';
      return line([name, ...HEADINGS.map((heading) => row[heading])]);
    }),
  ];
  return [...table, '', ...notesOf(figures).map((note, index) => `${index + 1}. ${note}`)].join('\n');
}

/** Whether it is the first one of its benchmark. */
function isFirst(figures: readonly NamedFigure[], index: number): boolean {
  return figures[index]?.benchmark !== figures[index - 1]?.benchmark;
}

function rowOf(figure: Figure, all: readonly Figure[]): Row {
  const { what, ours, unit, peer = '–', theirs, note } = figure;
  const ratio = ratioOf(figure);
  return {
    '': MARKS[verdictOf(figure)],
    figure: what + (note === undefined ? '' : ` [${notesOf(all).indexOf(note) + 1}]`),
    ours: `${withUnit(ours, unit)}${figure.isAbsolute ? spreadOf(figure) : ''}`,
    peer,
    theirs: theirs === undefined ? '–' : withUnit(theirs, unit),
    ratio: ratio === undefined ? '–' : amount(ratio) + (figure.isAbsolute ? '' : spreadOf(figure)),
    target: targetOf(figure),
  };
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
