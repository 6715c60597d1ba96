import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SealedLines } from '../../../../src/sessions/windows/SealedLines.ts';
import { WINDOW_KEY, WindowKey } from '../../../../src/sessions/windows/WindowKey.ts';
import { Windows } from '../../../../src/sessions/windows/Windows.ts';
import { memoryLog } from '../../support/memoryLog.ts';
import { MemorySecrets } from '../../support/MemorySecrets.ts';
import { TalkingProcess } from '../../support/TalkingProcess.ts';
import { windowKeyDocument } from '../../support/windowKeyDocument.ts';

/** The seed of the key that these windows share. */
const SEED = 'shared';

/** A whole message, but for its length. */
const tooMuch = `${'7'.repeat(3 * 1024 * 1024)}\n`;

describe('Windows', function () {
  this.timeout(10_000);

  let parent = '';
  let directory = '';
  let opened: Windows[] = [];
  let processes: TalkingProcess[] = [];

  beforeEach(() => {
    parent = mkdtempSync(path.join(tmpdir(), 'windows-'));
    directory = path.join(parent, 'windows');
    opened = [];
    processes = [];
  });

  afterEach(async () => {
    opened.forEach((one) => one.dispose());
    await Promise.all(processes.map((one) => one.kill()));
    rmSync(parent, { recursive: true });
  });

  type Answer = (message: unknown) => Promise<unknown>;
  /** As the editor keeps it for all windows. */
  const stored = () => new MemorySecrets(new Map([[WINDOW_KEY, windowKeyDocument(SEED)]]));
  const keyOf = (secrets: MemorySecrets) => new WindowKey(secrets, memoryLog());

  async function open(answer: Answer = () => Promise.resolve(), where = directory, secrets = stored()) {
    const log = memoryLog();
    const windows = new Windows({ directory: where, key: keyOf(secrets), answer, log });
    opened.push(windows);
    await windows.listen();
    return { windows, log };
  }

  async function start() {
    const started = new TalkingProcess('windowProcess.ts', directory, SEED);
    processes.push(started);
    await started.says('ready');
    return started;
  }

  const files = () => (readdirSync(parent).includes('windows') ? readdirSync(directory) : []);
  const addressFiles = () => files().filter((name) => /^[0-9a-f]{32}$/.test(name));
  const addresses = () => addressFiles().map((name) => readFileSync(path.join(directory, name), 'utf8'));

  it('asks all other processes, and each answers once', async () => {
    const others = await Promise.all([start(), start()]);
    const { windows } = await open(() => Promise.resolve('here'));
    const message = { text: 'ä\n'.repeat(10_000), list: [1, null] };
    const pids = others.map(({ pid }) => pid).sort();
    const answers = (await windows.ask(message)) as { pid: number; heard: unknown }[];
    assert.deepEqual(answers.map(({ pid }) => pid).sort(), pids);
    answers.forEach(({ heard }) => assert.deepEqual(heard, message));

    const [first, second] = others;
    first.tell({ ask: 'who?' });
    const heard = [JSON.stringify(['here', { pid: second.pid, heard: 'who?' }])];
    heard.push(JSON.stringify([{ pid: second.pid, heard: 'who?' }, 'here']));
    await once(first.child, 'message');
    assert.ok(heard.includes(first.words.at(-1) ?? ''), first.words.at(-1));
  });

  it('is alone at first', async () => {
    const { windows, log } = await open();
    assert.deepEqual(await windows.ask('anybody?'), []);
    assert.deepEqual(log.lines, []);
  });

  it('comes back when another window has taken it for gone', async () => {
    const { windows } = await open();
    const { windows: other } = await open(() => Promise.resolve('there'));
    const [name = ''] = addressFiles();
    rmSync(path.join(directory, name));
    await Promise.all([windows.ask('?'), other.ask('?')]);
    assert.ok(addressFiles().includes(name));
    assert.deepEqual(await windows.ask('?'), ['there']);
  });

  for (const [whose, mode, user] of [
    ['is open to all', 0o777, undefined],
    // Only who is root can give a directory away.
    ['belongs to somebody else', 0o700, 65_534],
  ] as const) {
    it(`says nothing where a socket is in a directory that ${whose}, and forgets the address`, async function () {
      if (process.platform === 'win32' || (user !== undefined && process.getuid?.() !== 0)) {
        this.skip();
      }
      const openToAll = path.join(parent, 'open');
      mkdirSync(openToAll);
      chmodSync(openToAll, mode);
      if (user !== undefined) {
        chownSync(openToAll, user, user);
      }
      const heard: string[] = [];
      const server = createServer((socket) => socket.on('data', (data) => heard.push(data.toString())));
      server.listen(path.join(openToAll, 'sock'));
      await once(server, 'listening');
      try {
        const { windows } = await open();
        const name = 'a'.repeat(32);
        writeFileSync(path.join(directory, name), path.join(openToAll, 'sock'));
        assert.deepEqual(await windows.ask('a secret'), []);
        assert.deepEqual(heard, []);
        assert.ok(!addressFiles().includes(name));
      } finally {
        server.close();
      }
    });
  }

  it('drops who connects and says nothing', async () => {
    const answer = (): Promise<unknown> => Promise.resolve();
    const windows = new Windows({ directory, key: keyOf(stored()), answer, log: memoryLog(), idleMs: 50 });
    opened.push(windows);
    await windows.listen();
    const [name = ''] = addressFiles();
    const socket = connect({ path: readFileSync(path.join(directory, name), 'utf8') });
    await once(socket.resume(), 'close');
  });

  it('leaves out a window that refuses to answer', async () => {
    const { windows } = await open();
    await open(() => Promise.reject(new Error('not now')));
    await open(() => Promise.resolve(undefined));
    assert.deepEqual(await windows.ask('?'), [null]);
    assert.equal(addressFiles().length, 3);
  });

  it('forgets a window that was killed', async () => {
    const other = await start();
    const { windows } = await open();
    await other.kill();
    assert.equal(addressFiles().length, 2);
    assert.deepEqual(await windows.ask('?'), []);
    assert.equal(addressFiles().length, 1);
    assert.ok(files().length <= 2, files().join());
  });

  it('waits a second for a window that hangs, and keeps it', async () => {
    const { windows } = await open();
    await open(() => new Promise(() => undefined));
    await open(() => Promise.resolve('quick'));
    const asked = performance.now();
    assert.deepEqual(await windows.ask('?'), ['quick']);
    const took = performance.now() - asked;
    assert.ok(took > 900 && took < 2000, `took ${took} ms`);
    assert.equal(addressFiles().length, 3);
  });

  it('waits no longer for a process that is stopped, and keeps it', async function () {
    if (process.platform === 'win32') {
      this.skip();
    }
    const other = await start();
    const { windows } = await open();
    other.child.kill('SIGSTOP');
    assert.deepEqual(await windows.ask('first'), []);
    other.child.kill('SIGCONT');
    assert.deepEqual(await windows.ask('second'), [{ pid: other.pid, heard: 'second' }]);
  });

  it('lets this user alone reach it', async function () {
    if (process.platform === 'win32') {
      this.skip();
    }
    mkdirSync(directory, { mode: 0o755 });
    await open();
    const mode = (file: string) => statSync(file).mode & 0o777;
    assert.equal(mode(directory), 0o700);
    assert.deepEqual(
      files().map((name) => mode(path.join(directory, name))),
      [0o600, 0o600],
    );
    assert.equal(path.dirname(addresses()[0] ?? ''), directory);
  });

  it('takes a directory of its own for a socket whose path would be too long', async function () {
    if (process.platform === 'win32') {
      this.skip();
    }
    directory = path.join(parent, 'windows', 'ä'.repeat(50));
    const { windows } = await open();
    const { windows: other } = await open(() => Promise.resolve('far away'));
    assert.deepEqual(await windows.ask('?'), ['far away']);
    for (const address of addresses()) {
      assert.equal(path.dirname(path.dirname(address)), tmpdir());
      assert.equal(statSync(path.dirname(address)).mode & 0o777, 0o700);
      assert.equal(statSync(address).mode & 0o777, 0o600);
    }
    const used = addresses().map((address) => path.dirname(address));
    other.dispose();
    windows.dispose();
    assert.deepEqual(readdirSync(directory), []);
    assert.equal(used.length, 2);
    used.forEach((one) => assert.throws(() => statSync(one), { code: 'ENOENT' }));
  });

  it('survives what is not a message, and says nothing of it', async () => {
    const heard: unknown[] = [];
    const { log } = await open((message) => Promise.resolve(heard.push(message)));
    const { windows } = await open();
    const address = addresses();
    for (const garbage of ['secret\n', '\n', '{"half', tooMuch, '"1"\n"2"\n']) {
      for (const one of address) {
        const client = connect(one);
        client.on('error', () => undefined);
        client.end(garbage);
        client.resume();
        await new Promise((resolve) => client.on('close', resolve));
      }
    }
    assert.deepEqual(heard, []);
    assert.equal(typeof (await windows.ask('still there?'))[0], 'number');
    assert.deepEqual(log.lines, []);
  });

  it('does not answer before the whole line', async () => {
    let heard = 0;
    await open(() => Promise.resolve((heard += 1)));
    const client = connect(addresses()[0] ?? '');
    const key = await keyOf(stored()).get();
    const lines = await SealedLines.ask(client, key!);
    const write = client.write.bind(client);
    let line = '';
    client.write = (text: string) => Boolean((line = text));
    lines.send('"together"');
    write(line.slice(0, 20));
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.equal(heard, 0);
    write(line.slice(20));
    assert.equal(await lines.receive(), '1');
    await once(client, 'close');
  });

  for (const [what, garbage] of [
    ['what is not JSON', 'secret\n'],
    ['too much', tooMuch],
    ['nothing', ''],
  ] as const) {
    it(`takes no answer from a window that says ${what}`, async () => {
      const { windows, log } = await open();
      const name = 'f'.repeat(32);
      const address =
        process.platform === 'win32'
          ? `\\\\.\\pipe\\aws-sso-test-${process.pid}`
          : path.join(parent, 'other');
      const server = createServer((socket) => socket.on('error', () => undefined).end(garbage));
      server.listen(address);
      await once(server, 'listening');
      writeFileSync(path.join(directory, name), address);
      assert.deepEqual(await windows.ask('?'), []);
      assert.ok(addressFiles().includes(name));
      assert.deepEqual(log.lines, []);
      server.close();
    });
  }

  it('tells nothing to a program that has taken the address of a window, and has no key', async () => {
    const heard: Buffer[] = [];
    let gone = (): void => undefined;
    const over = new Promise<void>((resolve) => (gone = resolve));
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', (data) => heard.push(data));
      socket.on('close', gone);
      socket.write(`${randomBytes(32).toString('base64')}\n${randomBytes(48).toString('base64')}\n`);
    });
    mkdirSync(path.join(parent, 'taken'), { mode: 0o700 });
    const address =
      process.platform === 'win32'
        ? `\\\\.\\pipe\\aws-sso-taken-${process.pid}`
        : path.join(parent, 'taken/sock');
    server.listen(address);
    await once(server, 'listening');
    const { windows } = await open();
    writeFileSync(path.join(directory, 'a'.repeat(32)), address);
    try {
      assert.deepEqual(await windows.ask('a refresh token'), []);
      await over;
      // A nonce, and nothing after the proof that it did not get.
      assert.match(Buffer.concat(heard).toString(), /^[\w+/]{43}=\n$/);
    } finally {
      server.close();
    }
  });

  it('hands nothing to a program that sits between two windows and passes their lines on', async () => {
    const { windows: other } = await open((message) => Promise.resolve({ answer: message }));
    const [name = ''] = addressFiles();
    const [address = ''] = addresses();
    const passed: Buffer[] = [];
    const between = createServer((socket) => {
      const onward = connect(address);
      socket.on('error', () => undefined).on('data', (data) => passed.push(data));
      onward.on('error', () => undefined).on('data', (data) => passed.push(data));
      socket.pipe(onward).pipe(socket);
    });
    const taken = path.join(directory, 'between.sock');
    between.listen(taken);
    await once(between, 'listening');
    const { windows } = await open();
    writeFileSync(path.join(directory, name), taken);
    try {
      assert.deepEqual(await windows.ask('a refresh token'), [{ answer: 'a refresh token' }]);
      const lines = Buffer.concat(passed).toString().split('\n');
      const decoded = lines.map((line) => Buffer.from(line, 'base64').toString('latin1'));
      assert.ok(!decoded.join().includes('refresh'));
    } finally {
      between.close();
      other.dispose();
    }
  });

  it('neither asks nor answers a window with another key, and is not kept waiting by it', async () => {
    const heard: unknown[] = [];
    const { windows } = await open((message) => Promise.resolve(heard.push(message)));
    const stranger = new MemorySecrets(new Map([[WINDOW_KEY, windowKeyDocument('other')]]));
    const { windows: other } = await open(
      (message) => Promise.resolve(heard.push(message)),
      directory,
      stranger,
    );
    const asked = performance.now();
    assert.deepEqual(await windows.ask('?'), []);
    assert.deepEqual(await other.ask('?'), []);
    assert.ok(performance.now() - asked < 900);
    assert.deepEqual(heard, []);
  });

  it('finds the key that another window has stored over its own', async () => {
    const secrets = new MemorySecrets();
    const { windows } = await open(() => Promise.resolve('first'), directory, secrets);
    await windows.ask('?');
    secrets.values.set(WINDOW_KEY, windowKeyDocument('later'));
    const { windows: other } = await open(() => Promise.resolve('second'), directory, secrets);
    while ((await windows.ask('?')).length + (await other.ask('?')).length < 2) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.deepEqual(await windows.ask('?'), ['second']);
    assert.deepEqual(await other.ask('?'), ['first']);
  });

  it('is alone where the secret storage can’t be used, and says so', async () => {
    await open(() => Promise.resolve('there'));
    const log = memoryLog();
    const secrets = new MemorySecrets();
    secrets.get = () => Promise.reject(new Error('no keyring'));
    const windows = new Windows({
      directory,
      key: new WindowKey(secrets, log),
      answer: () => Promise.resolve(),
      log,
    });
    opened.push(windows);
    assert.deepEqual(await windows.ask('?'), []);
    assert.equal(log.lines.length, 1, log.lines.join());
    assert.deepEqual([...secrets.values], []);
  });

  it('waits no longer than for the others where the secret storage never answers', async () => {
    await open(() => Promise.resolve('there'));
    const secrets = stored();
    secrets.get = () => new Promise(() => undefined);
    const { windows } = await open(() => Promise.resolve(), directory, secrets);
    const asked = performance.now();
    assert.deepEqual(await windows.ask('?'), []);
    assert.ok(performance.now() - asked < 5_000);
  });

  it('finds the others again when the secret storage works again', async () => {
    await open(() => Promise.resolve('there'));
    const secrets = stored();
    const get = secrets.get.bind(secrets);
    secrets.get = () => Promise.reject(new Error('The keyring is locked.'));
    const { windows } = await open(() => Promise.resolve(), directory, secrets);
    assert.deepEqual(await windows.ask('?'), []);
    secrets.get = get;
    while ((await windows.ask('?')).length === 0) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    assert.deepEqual(await windows.ask('?'), ['there']);
  });

  it('lets no stranger keep the windows out by holding connections', async () => {
    await open(() => Promise.resolve('there'));
    const [address = ''] = addresses();
    const held = Array.from({ length: 300 }, () => connect(address).on('error', () => undefined));
    await Promise.all(held.map((socket) => once(socket, 'connect')));
    const { windows } = await open();
    assert.deepEqual(await windows.ask('?'), ['there']);
    held.forEach((socket) => socket.destroy());
  });

  it('does not wait for a pipe in place of an address', async function () {
    if (process.platform === 'win32') {
      this.skip();
    }
    const { windows } = await open();
    execFileSync('mkfifo', [path.join(directory, 'b'.repeat(32))]);
    assert.deepEqual(await windows.ask('?'), []);
  });

  it('removes no file that is not a socket, and dials no number', async () => {
    const { windows } = await open();
    const precious = path.join(parent, 'precious');
    writeFileSync(precious, '');
    writeFileSync(path.join(directory, 'e'.repeat(32)), precious);
    writeFileSync(path.join(directory, 'f'.repeat(32)), '80');
    writeFileSync(path.join(directory, 'a'.repeat(32)), '');
    assert.deepEqual(await windows.ask('?'), []);
    assert.ok(readdirSync(parent).includes('precious'));
  });

  it('is alone where it cannot listen, and says so once', async () => {
    const file = path.join(parent, 'file');
    writeFileSync(file, '');
    const { windows, log } = await open(undefined, path.join(file, 'below'));
    await windows.listen();
    assert.deepEqual(await windows.ask('?'), []);
    assert.equal(log.lines.length, 1);
  });

  it('leaves nothing behind, and drops who is connected', async () => {
    let heard = (): void => undefined;
    const asked = new Promise<void>((resolve) => (heard = resolve));
    const { windows } = await open(() => new Promise(() => heard()));
    const client = connect(addresses()[0] ?? '');
    (await SealedLines.ask(client, (await keyOf(stored()).get())!)).send('"?"');
    await asked;
    windows.dispose();
    assert.deepEqual(files(), []);
    client.resume();
    await once(client, 'close');
    windows.dispose();
  });

  it('does not listen any more once it is disposed, even while it begins', async () => {
    const log = memoryLog();
    const options = { directory, key: keyOf(stored()), answer: () => Promise.resolve(), log };
    const windows = new Windows(options);
    const listening = windows.listen();
    windows.dispose();
    await listening;
    await windows.ask('?');
    new Windows(options).dispose();
    assert.deepEqual(files(), []);
    assert.deepEqual(log.lines, []);
  });

  for (const end of ['dispose', 'disconnect']) {
    it(`keeps no process alive, told to ${end}`, async () => {
      const other = await start();
      const { windows } = await open();
      await windows.ask('?');
      other.tell({ [end]: true });
      await other.exited;
      assert.equal(other.child.exitCode, 0);
      assert.equal(addressFiles().length, end === 'dispose' ? 1 : 2);
    });
  }
});
