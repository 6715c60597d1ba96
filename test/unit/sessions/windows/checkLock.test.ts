import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { NEVER } from '../../../../src/base/never.ts';
import { checkLock } from '../../../../src/sessions/windows/checkLock.ts';
import { FileLock } from '../../../../src/sessions/windows/FileLock.ts';
import { memoryLog } from '../../support/memoryLog.ts';

describe('checkLock', () => {
  let directory = '';
  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'check-lock-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it('takes a lock, and leaves nothing', async () => {
    const log = memoryLog();
    const locks = path.join(directory, 'not/yet');
    assert.deepEqual(await checkLock(locks, log, NEVER), { works: true, held: [] });
    assert.deepEqual(readdirSync(locks), []);
    assert.deepEqual(log.lines, []);
  });

  it('says who holds the lock of a session, and does not touch it', async () => {
    const lock = new FileLock(directory, memoryLog());
    await lock.hold('session-1', NEVER, async () => {
      const before = readdirSync(directory);
      const { works, held } = await checkLock(directory, memoryLog(), NEVER);
      assert.equal(works, true);
      const [one] = held;
      assert.deepEqual(
        { ...one, heldMs: 0 },
        { purpose: 'session', pid: process.pid, isGone: false, heldMs: 0 },
      );
      assert.ok((one?.heldMs ?? -1) >= 0 && (one?.heldMs ?? -1) < 5_000, String(one?.heldMs));
      assert.deepEqual(readdirSync(directory), before);
    });
    assert.deepEqual((await checkLock(directory, memoryLog(), NEVER)).held, []);
  });

  it('knows whose owner is gone: a process that is dead, or one that has not beaten for long', async () => {
    const lock = new FileLock(directory, memoryLog());
    await lock.hold('session-1', NEVER, async () => {
      const file = path.join(directory, 'session-1.lock');
      const long = new Date(Date.now() - 60_000);
      utimesSync(file, long, long);
      assert.equal((await checkLock(directory, memoryLog(), NEVER)).held[0]?.isGone, true);
    });
    const dead = spawnSync(process.execPath, [
      '--input-type=module',
      '--eval',
      `const { FileLock } = await import(${JSON.stringify(path.resolve('src/sessions/windows/FileLock.ts'))});
       await new FileLock(${JSON.stringify(directory)}, console).hold('sign-in-2', new AbortController().signal, () => process.exit());`,
    ]);
    assert.equal(dead.status, 0, dead.stderr.toString());
    const { held } = await checkLock(directory, memoryLog(), NEVER);
    assert.deepEqual(
      held.map(({ purpose, pid, isGone }) => [purpose, pid, isGone]),
      [['sign-in', dead.pid, true]],
    );
  });

  it('takes the process of another user, which it may not signal, for one that lives', async () => {
    const lock = new FileLock(directory, memoryLog());
    const kill = process.kill.bind(process);
    const signalled: unknown[] = [];
    await lock.hold('session-1', NEVER, async () => {
      process.kill = (...args) => {
        signalled.push(args);
        throw Object.assign(new Error('not permitted'), { code: 'EPERM' });
      };
      try {
        const { held } = await checkLock(directory, memoryLog(), NEVER);
        assert.deepEqual(
          held.map(({ isGone }) => isGone),
          [false],
        );
      } finally {
        process.kill = kill;
      }
    });
    assert.deepEqual(signalled, [[process.pid, 0]]);
  });

  it('leaves out a file that cannot be looked at, and that alone', async () => {
    const lock = new FileLock(directory, memoryLog());
    await lock.hold('session-2', NEVER, async () => {
      for (const name of ['session-1.lock', 'session-3.lock']) {
        mkdirSync(path.join(directory, name));
      }
      const { works, held } = await checkLock(directory, memoryLog(), NEVER);
      assert.deepEqual([works, held.map(({ pid }) => pid)], [true, [process.pid]]);
    });
  });

  it('says that a file cannot be written', async () => {
    const file = path.join(directory, 'file');
    writeFileSync(file, '');
    const log = memoryLog();
    assert.deepEqual(await checkLock(file, log, NEVER), { works: false, held: [] });
    assert.match(log.lines.join(), /cannot wait for one another/);
  });

  it('waits for another that does the same, and no longer than it may', async () => {
    const over = new AbortController();
    await new FileLock(directory, memoryLog()).hold('diagnosis', NEVER, async () => {
      const check = checkLock(directory, memoryLog(), over.signal);
      over.abort(new Error('enough'));
      await assert.rejects(check, /enough/);
    });
  });
});
