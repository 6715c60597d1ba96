import type { Curve, Unit } from './Figure.ts';
import { amount } from './table.ts';

export interface PlottedCurve extends Curve {
  readonly unit: Unit;
}

const PANEL = { width: 320, height: 150 };
const GAP = { column: 64, row: 84 };
const MARGIN = { left: 60, top: 104, right: 36, bottom: 44 };
/** How much higher than the highest value an axis reaches at least. */
const HEADROOM = 1.3;

/**
 * A panel for each curve, those over the same thing below each other and those of the same thing beside each other. In the
 * colours of the reader's theme; the axes of values begin at zero, those of counts are logarithmic.
 */
export function growthPlot(curves: readonly PlottedCurve[]): string {
  const rows = [...new Set(curves.map(({ title }) => title))];
  const columns = [...new Set(curves.map(({ over }) => over))];
  const width = MARGIN.left + columns.length * (PANEL.width + GAP.column) - GAP.column + MARGIN.right;
  const height = MARGIN.top + rows.length * (PANEL.height + GAP.row) - GAP.row + MARGIN.bottom;
  const panels = curves.map((curve) => {
    const x = MARGIN.left + columns.indexOf(curve.over) * (PANEL.width + GAP.column);
    const y = MARGIN.top + rows.indexOf(curve.title) * (PANEL.height + GAP.row);
    const highest = Math.max(
      ...curves.filter(({ title }) => title === curve.title).flatMap(({ points }) => points.map(valueOf)),
    );
    return panel(curve, highest * HEADROOM, x, y);
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title description">
<title id="title">How cost grows</title>
<desc id="description">${escaped(curves.map(sentence).join(' '))}</desc>
<style>
text { font: 12px system-ui, -apple-system, 'Segoe UI', sans-serif; fill: #57606a; }
.heading { font-size: 17px; font-weight: 600; fill: #1f2328; }
.title { font-size: 13px; font-weight: 600; fill: #1f2328; }
.value { font-weight: 600; fill: #1f2328; }
.ground { fill: #ffffff; }
.axis { stroke: #8c959f; }
.grid { stroke: #d8dee4; }
.line { fill: none; stroke: #0969da; stroke-width: 2.5; stroke-linejoin: round; stroke-linecap: round; }
.dot { fill: #0969da; stroke: #ffffff; stroke-width: 1.5; }
@media (prefers-color-scheme: dark) {
text { fill: #9198a1; }
.heading, .title, .value { fill: #f0f6fc; }
.ground { fill: #0d1117; }
.axis { stroke: #656c76; }
.grid { stroke: #2a313c; }
.line { stroke: #4493f8; }
.dot { fill: #4493f8; stroke: #0d1117; }
}
</style>
<rect class="ground" width="${width}" height="${height}" rx="6"/>
<text class="heading" x="20" y="32">How cost grows with the size of an organization</text>
<text x="20" y="52">Medians, in an editor that costs nothing; counts on a logarithmic scale.</text>
${panels.join('\n')}
</svg>
`;
}

function panel(
  { title, over, unit, points }: PlottedCurve,
  atLeast: number,
  left: number,
  top: number,
): string {
  const [least, most] = [points[0]?.[0] ?? 1, points.at(-1)?.[0] ?? 1];
  const x = (count: number) => round(left + (Math.log(count / least) / Math.log(most / least)) * PANEL.width);
  const step = niceStep(atLeast / 3);
  const highest = Math.ceil(atLeast / step) * step;
  const y = (value: number) => round(top + PANEL.height * (1 - value / highest));
  const bottom = top + PANEL.height;
  const right = left + PANEL.width;
  const steps = Array.from({ length: Math.round(highest / step) + 1 }, (_, at) => at * step);
  const ends = { start: points[0], end: points.at(-1) };
  return [
    `<text class="title" x="${left}" y="${top - 14}">${escaped(`${title}, ${unit}`)}</text>`,
    ...steps.map(
      (value) =>
        `<line class="${value === 0 ? 'axis' : 'grid'}" x1="${left}" x2="${right}" y1="${y(value)}" y2="${y(value)}"/>` +
        `<text x="${left - 8}" y="${y(value) + 4}" text-anchor="end">${amount(value)}</text>`,
    ),
    ...points.map(
      ([count]) =>
        `<text x="${x(count)}" y="${bottom + 18}" text-anchor="middle">${count.toLocaleString('en-US')}</text>`,
    ),
    `<text x="${(left + right) / 2}" y="${bottom + 36}" text-anchor="middle">${escaped(over)}</text>`,
    `<polyline class="line" points="${points.map(([count, value]) => `${x(count)},${y(value)}`).join(' ')}"/>`,
    ...points.map(([count, value]) => `<circle class="dot" cx="${x(count)}" cy="${y(value)}" r="4"/>`),
    ...Object.entries(ends).map(
      ([anchor, point]) =>
        point &&
        `<text class="value" x="${x(point[0]) + (anchor === 'start' ? -4 : 4)}" y="${y(point[1]) - 11}" text-anchor="${anchor}">${amount(point[1])}</text>`,
    ),
  ].join('\n');
}

/** One, two or five times a power of ten, and no less. */
function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least));
  return power * ([1, 2, 5].find((times) => times * power >= least) ?? 10);
}

function sentence({ title, over, unit, points }: PlottedCurve): string {
  const said = points.map(
    ([count, value]) => `${amount(value)} ${unit} with ${count.toLocaleString('en-US')}`,
  );
  return `${title} over ${over}: ${said.join(', ')}.`;
}

function valueOf([, value]: readonly [number, number]): number {
  return value;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
