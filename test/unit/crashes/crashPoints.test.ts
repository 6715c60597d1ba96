import assert from 'node:assert/strict';
import { withCrashPoints } from '../../crashes/crashPoints.ts';

describe('Crash points', () => {
  it('are at each await, those within others too, and change nothing else', () => {
    const source = [
      'async function f(a: A): Promise<B> {',
      '  // await nobody',
      '  const b = (await a.get(await key())).value;',
      '  return await (b ? one : other)();',
      '}',
    ];
    assert.deepEqual(withCrashPoints(source.join('\n'), 'f.ts').split('\n'), [
      source[0],
      source[1],
      "  const b = (await globalThis.__crashPoint('f.ts:3:14', a.get(await globalThis.__crashPoint('f.ts:3:26', key())))).value;",
      "  return await globalThis.__crashPoint('f.ts:4:10', (b ? one : other)());",
      source[4],
    ]);
  });
});
