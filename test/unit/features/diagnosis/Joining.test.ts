import assert from 'node:assert/strict';
import { Joining } from '../../../../src/features/diagnosis/Joining.ts';

describe('Joining', () => {
  /** Runs that end when they are told to. */
  function open() {
    const joining = new Joining();
    const started: string[] = [];
    const ends: { resolve: () => void; reject: (error: Error) => void }[] = [];
    const run = (subjects: readonly string[], found: readonly string[] = []): Promise<void> =>
      joining.run(subjects, async (onFound) => {
        started.push(subjects.join());
        onFound(found);
        await new Promise<void>((resolve, reject) => ends.push({ resolve, reject }));
      });
    return { run, started, ends };
  }

  it('has a call join one that goes on and looks at the same, by itself or because it found it', async () => {
    const { run, started, ends } = open();
    const runs = [run(['a'], ['b']), run([]), run(['a']), run(['b']), run(['a', 'b'])];
    ends[0]!.resolve();
    await Promise.all(runs);
    assert.deepEqual(started, ['a']);
    const later = run(['a']);
    ends[1]!.resolve();
    await later;
    assert.deepEqual(started, ['a', 'a']);
  });

  it('runs what that one does not look at afterwards, once', async () => {
    const { run, started, ends } = open();
    const first = run([]);
    const others = [run(['a']), run(['a'])];
    let isOver = false;
    void Promise.all(others).then(() => (isOver = true));
    assert.deepEqual(started, ['']);
    ends[0]!.resolve();
    await first;
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual([started, isOver], [['', 'a'], false]);
    ends[1]!.resolve();
    await Promise.all(others);
    assert.deepEqual(started, ['', 'a']);
  });

  it('runs it even after one that fails, which fails for those who joined it', async () => {
    const { run, started, ends } = open();
    const failing = [run(['a']), run(['a'])];
    const other = run(['b']);
    ends[0]!.reject(new Error('broken'));
    for (const outcome of await Promise.allSettled(failing)) {
      assert.equal(outcome.status, 'rejected');
    }
    await new Promise((resolve) => setImmediate(resolve));
    ends[1]!.resolve();
    await other;
    assert.deepEqual(started, ['a', 'b']);
  });
});
