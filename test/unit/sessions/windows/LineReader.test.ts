import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import { LineReader } from '../../../../src/sessions/windows/LineReader.ts';

function open(firstLengths?: readonly number[]) {
  const stream = new PassThrough();
  return { stream, lines: new LineReader(stream as unknown as Socket, firstLengths) };
}

describe('LineReader', () => {
  it('gives line by line, however they come', async () => {
    const { stream, lines } = open();
    stream.write('one\ntw');
    stream.write('o\n\nthree\n');
    assert.deepEqual([await lines.next(), await lines.next(), await lines.next()], ['one', 'two', '']);
    assert.equal(await lines.next(), 'three');
  });

  for (const [what, chunks] of [
    ['without an end', ['x'.repeat(11)]],
    ['with an end, in one piece', [`${'x'.repeat(11)}\n`]],
    ['with an end, in pieces', ['x'.repeat(6), `${'x'.repeat(6)}\n`]],
  ] as const) {
    it(`hangs up on a line that is too long, ${what}`, async () => {
      const { stream, lines } = open([10]);
      chunks.forEach((chunk) => stream.write(chunk));
      await assert.rejects(lines.next(), /closed early/);
      assert.ok(stream.destroyed);
    });
  }

  it('hangs up on who sends more than it reads', async () => {
    const { stream, lines } = open();
    stream.write('first\n');
    assert.equal(await lines.next(), 'first');
    for (let sent = 0; sent < 1_000 && !stream.destroyed; sent++) {
      stream.write(`${'more'.repeat(10_000)}\n`);
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.ok(stream.destroyed);
  });
});
