import assert from 'node:assert/strict';
import type { Figure, NamedFigure } from '../../bench/Figure.ts';
import { amount, asMarkdown, asText } from '../../bench/table.ts';
import { verdictOf } from '../../bench/verdict.ts';

const size: Figure = {
  what: 'Main bundle',
  unit: 'bytes',
  ours: 40_000,
  peer: 'SDK 3',
  theirs: 400_000,
  target: { atMost: 0.15 },
  note: 'Minified.',
};

const of = (benchmark: string, figure: Figure): NamedFigure => ({ benchmark, ...figure });

describe('The table of the benchmarks', () => {
  it('says of a ratio, and of a figure that stands alone, whether the target is reached', () => {
    assert.equal(verdictOf(size), 'reached');
    assert.equal(verdictOf({ ...size, ours: 60_001 }), 'not reached');
    assert.equal(verdictOf({ ...size, isAbsolute: true }), 'not reached');
    assert.equal(verdictOf({ ...size, isAbsolute: true, target: { atLeast: 40_000 } }), 'reached');
    assert.equal(verdictOf({ what: 'x', unit: 'ms', ours: 1 }), 'for comparison');
  });

  it('has a target neither reached nor missed against a peer that is not installed', () => {
    const { peer, theirs, ...alone } = size;
    assert.ok(peer && theirs);
    assert.equal(verdictOf(alone), 'without a peer');
  });

  it('shows ratio, spread, target and verdict, and each note once', () => {
    const speed: Figure = {
      ...{ what: 'Speed', unit: 'calls/s', ours: 1_234.5, peer: 'fetch', theirs: 1_000 },
      ...{ spread: [1.1, 1.3456], target: { atLeast: 1.6 }, note: 'Minified.' },
    };
    const refused: Figure = { what: 'Refused', unit: 'requests refused', ours: 1, isAbsolute: true };
    assert.equal(
      asText([of('size', size), of('speed', speed), of('speed', refused)]),
      [
        '   figure           ours               peer   theirs         ratio               target',
        '',
        'size',
        '✔  Main bundle [1]  40,000 bytes       SDK 3  400,000 bytes  0.1                 ≤ 0.15',
        '',
        'speed',
        '✘  Speed [1]        1,235 calls/s      fetch  1,000 calls/s  1.23 (1.1 to 1.35)  ≥ 1.6',
        '   Refused          1 request refused  –      –              –',
        '',
        '[1] Minified.',
      ].join('\n'),
    );
    assert.match(
      asMarkdown([of('size', size)]),
      /\| `size` \| ✔ \| Main bundle \[1\] \| 40,000 bytes \| SDK 3 .*\n\n1\. Minified\.$/,
    );
  });

  it('rounds to three digits, and no digit before the point away', () => {
    assert.deepEqual([123_456.7, 12.345, 0.00123456, 0].map(amount), ['123,457', '12.3', '0.00123', '0']);
  });
});
