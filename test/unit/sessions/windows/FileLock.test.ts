import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  symlinkSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { FileLock, SILENCE_MS } from '../../../../src/sessions/windows/FileLock.ts';
import { memoryLog } from '../../support/memoryLog.ts';
import { TalkingProcess } from '../../support/TalkingProcess.ts';

const never = new AbortController().signal;
const nothing = () => Promise.resolve();

describe('FileLock', function () {
  this.timeout(30_000);

  let directory = '';
  let processes: TalkingProcess[] = [];

  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'file-lock-'));
    processes = [];
  });

  afterEach(async () => {
    await Promise.all(processes.map((one) => one.kill()));
    rmSync(directory, { recursive: true });
  });

  async function start(silenceMs = SILENCE_MS) {
    const started = new TalkingProcess('lockingProcess.ts', directory, String(silenceMs));
    processes.push(started);
    await started.says('ready');
    return started;
  }

  function open(silenceMs?: number) {
    const log = memoryLog();
    return { log, lock: new FileLock(directory, log, silenceMs) };
  }

  const lockFile = () => path.join(directory, 'lock.lock');
  const locks = () => readdirSync(directory).filter((name) => name.includes('.lock'));
  const together = () => processes.filter(({ words }) => words.includes('together')).length;

  /** Where a process that is gone left the files. */
  function abandon(name: string, content = ownerOf(deadPid())) {
    writeFileSync(path.join(directory, name), content);
  }

  /** What a lock file says, with another process in it. */
  function ownerOf(pid: number) {
    return JSON.stringify({ ...own, pid, id: 'of another' });
  }

  const deadPid = () => spawnSync(process.execPath, ['--version']).pid;

  let own = {};
  before(async () => {
    directory = mkdtempSync(path.join(tmpdir(), 'file-lock-'));
    await open().lock.hold('lock', never, () => {
      own = JSON.parse(readFileSync(lockFile(), 'utf8')) as object;
      return Promise.resolve();
    });
    rmSync(directory, { recursive: true });
  });

  it('gives the result of the action, and leaves nothing behind', async () => {
    const { lock, log } = open();
    assert.equal(await lock.hold('lock', never, () => Promise.resolve('done')), 'done');
    await assert.rejects(
      lock.hold('lock', never, () => Promise.reject(new Error('no luck'))),
      /no luck/,
    );
    assert.deepEqual(locks(), []);
    assert.deepEqual(log.lines, []);
  });

  it('makes its directory and its files for this user alone', async function () {
    if (process.platform === 'win32') {
      this.skip();
    }
    const inner = path.join(directory, 'made', 'on demand');
    await new FileLock(inner, memoryLog()).hold('lock', never, () => {
      assert.equal(statSync(inner).mode & 0o777, 0o700);
      assert.equal(statSync(path.join(inner, 'lock.lock')).mode & 0o777, 0o600);
      return Promise.resolve();
    });
  });

  it('lets one of many in a window act at a time, in their order', async () => {
    const { lock } = open();
    const order: number[] = [];
    let inside = 0;
    let waited = 0;
    await Promise.all(
      Array.from({ length: 250 }, (_, index) =>
        lock.hold(
          'lock',
          never,
          async () => {
            inside += 1;
            assert.equal(inside, 1);
            await new Promise(setImmediate);
            order.push(index);
            inside -= 1;
          },
          () => (waited += 1),
        ),
      ),
    );
    assert.deepEqual(
      order,
      Array.from({ length: 250 }, (_, index) => index),
    );
    assert.equal(waited, 249);
  });

  it('does not make one name wait for another, nor one who comes when nobody holds', async () => {
    const { lock } = open();
    const wait = () => assert.fail('waited');
    await lock.hold('lock', never, () => lock.hold('other', never, nothing, wait), wait);
    await lock.hold('lock', never, nothing, wait);
  });

  it('lets one of many windows act at a time', async () => {
    const windows = await Promise.all(Array.from({ length: 6 }, () => start()));
    windows.forEach((one) => one.tell({ times: 25 }));
    await Promise.all(windows.map((one) => one.says('done').then(() => one.kill())));
    assert.equal(together(), 0);
    assert.deepEqual(locks(), []);
  });

  for (const name of ['lock.lock', 'lock.lock.break']) {
    it(`goes on without a file where ${name} is a link that leads nowhere`, async function () {
      if (process.platform === 'win32') {
        this.skip();
      }
      if (name.endsWith('.break')) {
        abandon('lock.lock');
      }
      symlinkSync(path.join(directory, 'nowhere'), path.join(directory, name));
      const { lock, log } = open();
      assert.equal(
        await lock.hold('lock', AbortSignal.timeout(5_000), () => Promise.resolve('done')),
        'done',
      );
      assert.equal(log.lines.length, 1);
    });
  }

  it('lets exactly one follow an owner that was killed, at once', async () => {
    const next = async () => {
      const one = await start();
      one.tell({ hold: true });
      return one;
    };
    let owner = await next();
    await owner.says('held');
    let waiting = await Promise.all(Array.from({ length: 4 }, next));
    await Promise.all(waiting.map((one) => one.says('waiting')));
    for (let round = 0; round < 6; round += 1) {
      const killed = performance.now();
      await owner.kill();
      owner = await Promise.any(waiting.map((one) => one.says('held').then(() => one)));
      // Not after the time of silence, however busy the machine is.
      const took = performance.now() - killed;
      assert.ok(took < SILENCE_MS / 2, `took ${took} ms`);
      const replacement = await next();
      await replacement.says('waiting');
      waiting = [...waiting.filter((one) => one !== owner), replacement];
      assert.equal(together(), 0);
    }
    // Each that is left gets its turn, alone.
    for (let left = waiting; ; left = left.filter((one) => one !== owner)) {
      owner.tell({ release: true });
      await owner.says('released');
      if (left.length === 0) {
        break;
      }
      owner = await Promise.any(left.map((one) => one.says('held').then(() => one)));
    }
    assert.equal(together(), 0);
    assert.deepEqual(locks(), []);
  });

  for (const [who, names] of [
    ['an owner that', ['lock.lock']],
    ['one who was removing its file and', ['lock.lock', 'lock.lock.break']],
    [
      'one who was removing the file of that one and',
      ['lock.lock', 'lock.lock.break', 'lock.lock.break.break'],
    ],
  ] as const) {
    it(`follows ${who} was killed, and knows it`, async () => {
      names.forEach((name) => abandon(name));
      const started = performance.now();
      const tell = (isAfterCrash: boolean) => Promise.resolve(isAfterCrash);
      const { lock } = open();
      assert.equal(await lock.hold('lock', never, tell), true);
      assert.equal(await lock.hold('lock', never, tell), false);
      assert.ok(performance.now() - started < 500);
      assert.deepEqual(locks(), []);
    });
  }

  it('follows a silent owner only after the time of silence, and keeps the lock when that one comes back', async function () {
    if (process.platform === 'win32') {
      this.skip();
    }
    const owner = await start(400);
    owner.tell({ hold: true });
    await owner.says('held');
    owner.child.kill('SIGSTOP');
    const stopped = performance.now();
    await open(400).lock.hold('lock', never, async () => {
      const took = performance.now() - stopped;
      assert.ok(took > 300, `took ${took} ms`);
      const before = readFileSync(lockFile(), 'utf8');
      owner.child.kill('SIGCONT');
      owner.tell({ release: true });
      await owner.says('released');
      assert.equal(readFileSync(lockFile(), 'utf8'), before);
    });
    assert.deepEqual(locks(), []);
  });

  it('leaves an owner that lives its lock for longer than the time of silence', async () => {
    const owner = await start(600);
    owner.tell({ hold: true });
    await owner.says('held');
    await assert.rejects(open(600).lock.hold('lock', AbortSignal.timeout(1000), nothing), {
      name: 'TimeoutError',
    });
    owner.tell({ release: true });
    await owner.says('released');
  });

  it('waits out the silence of another machine, whose processes it does not see', async () => {
    abandon('lock.lock', JSON.stringify({ pid: deadPid(), host: `not ${hostname()}`, id: 'far away' }));
    const started = performance.now();
    await open(400).lock.hold('lock', never, nothing);
    assert.ok(performance.now() - started > 300);
  });

  for (const content of ['', '{"pid":', 'null', '[]', '{"pid":"1"}']) {
    it(`follows an owner that wrote ${content || 'nothing'}, after some looks`, async () => {
      abandon('lock.lock', content);
      const started = performance.now();
      await open(200).lock.hold('lock', never, nothing);
      assert.ok(performance.now() - started > 120);
    });
  }

  it('stops waiting at once when it is aborted, for another window and for this one', async () => {
    const owner = await start();
    owner.tell({ hold: true });
    await owner.says('held');
    const { lock } = open();
    for (const count of [1, 3]) {
      const abort = new AbortController();
      const reason = new Error('enough');
      let waiting = 0;
      const holds = Array.from({ length: count }, () =>
        lock.hold('lock', abort.signal, nothing, () => (waiting += 1)),
      );
      assert.equal(waiting, count);
      const aborted = performance.now();
      abort.abort(reason);
      for (const hold of holds) {
        await assert.rejects(hold, (error) => error === reason);
      }
      assert.ok(performance.now() - aborted < 100);
    }
    owner.tell({ release: true });
    await owner.says('released');
    await assert.rejects(lock.hold('lock', AbortSignal.abort(), nothing), { name: 'AbortError' });
    assert.deepEqual(locks(), []);
    await lock.hold('lock', never, nothing, () => assert.fail('waited'));
  });

  it('passes its turn on when one in the middle is aborted', async () => {
    const { lock } = open();
    const abort = new AbortController();
    const order: string[] = [];
    const hold = (name: string, signal = never) =>
      lock.hold('lock', signal, () => Promise.resolve(void order.push(name)));
    const [first, second, third] = [hold('first'), hold('second', abort.signal), hold('third')];
    abort.abort();
    await assert.rejects(second);
    await Promise.all([first, third]);
    assert.deepEqual(order, ['first', 'third']);
  });

  it('acts without a lock where none can be written, and says so once', async () => {
    const file = path.join(directory, 'file');
    writeFileSync(file, '');
    const log = memoryLog();
    const lock = new FileLock(path.join(file, 'below'), log);
    assert.equal(await lock.hold('lock', never, () => Promise.resolve('one')), 'one');
    assert.equal(await lock.hold('lock', never, () => Promise.resolve('two')), 'two');
    assert.equal(log.lines.length, 1);
  });

  it('gives the result though its directory was removed meanwhile', async () => {
    const inner = path.join(directory, 'inner');
    const lock = new FileLock(inner, memoryLog());
    const result = await lock.hold('lock', never, () => {
      rmSync(inner, { recursive: true });
      return Promise.resolve('done');
    });
    assert.equal(result, 'done');
    mkdirSync(inner);
    await lock.hold('lock', never, nothing);
  });
});
