import assert from 'node:assert/strict';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createConnection, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ServedRole } from '../../../../src/features/served/ServedRoles.ts';
import { AwsSsoError } from '../../../../src/base/errors.ts';
import { waitFor } from '../../../editor/waitFor.ts';
import { helperBundle } from '../../support/helperBundle.ts';
import { CORP } from '../../support/openSessions.ts';
import {
  ADMIN,
  argumentsFor,
  runToTheEnd,
  type ServedEditor,
  servedEditor,
  servedWindow,
} from '../../support/servedWindow.ts';

const CREDENTIALS = {
  accessKeyId: 'ASIASERVED',
  secretAccessKey: 'the-secret-key',
  sessionToken: 'the-session-token',
  expiration: Date.UTC(2099, 0, 1),
};
const SIGNED_OUT = new AwsSsoError('NotSignedIn', 'Nobody is signed in.');

describe('ServedProfiles, and the helper as AWS tools start it', function () {
  this.timeout(20_000);
  let shipped: string;
  let bundle: string;
  before(async () => {
    shipped = mkdtempSync(path.join(tmpdir(), 'shipped-'));
    bundle = await helperBundle(shipped);
  });
  after(() => rmSync(shipped, { recursive: true }));

  let folder: string;
  let editor: ServedEditor;
  let open: ReturnType<typeof servedWindow>[];
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'global storage-'));
    editor = servedEditor(folder, bundle);
    open = [];
  });
  afterEach(() => {
    open.forEach(({ close }) => close());
    rmSync(folder, { recursive: true });
  });

  /** A window whose sessions are as the test says. */
  function window(
    get: () => Promise<typeof CREDENTIALS> = () => Promise.resolve(CREDENTIALS),
    options: Partial<Parameters<typeof servedWindow>[1]> = {},
  ) {
    const opened = servedWindow(editor, { credentials: { get, left: () => undefined }, ...options });
    open.push(opened);
    return opened;
  }

  const helper = (role: ServedRole = ADMIN, ...more: string[]) =>
    runToTheEnd(path.join(folder, 'served', 'aws-credentials'), [...argumentsFor(role), ...more]);

  async function refused(sentence: RegExp, role?: ServedRole): Promise<void> {
    const { code, stdout, stderr, ms } = await helper(role);
    assert.deepEqual([code, stdout], [1, '']);
    assert.match(stderr, sentence);
    assert.equal(stderr.trimEnd().split('\n').length, 1, stderr);
    assert.ok(ms < 2_500, `${ms}`);
  }

  it('give credentials of a role that a profile was added for', async () => {
    const { served } = window();
    await served.serve([ADMIN]);
    const { code, stdout, stderr } = await helper();
    assert.equal(code, 0, stderr);
    assert.deepEqual(JSON.parse(stdout), {
      Version: 1,
      AccessKeyId: 'ASIASERVED',
      SecretAccessKey: 'the-secret-key',
      SessionToken: 'the-session-token',
      Expiration: '2099-01-01T00:00:00Z',
      AccountId: '111122223333',
    });
  });

  it('give nothing of any other role, and tell the person once', async () => {
    const { served, ui } = window();
    await served.serve([ADMIN]);
    const other = { ...ADMIN, roleName: 'Billing' };
    await refused(/^VS Code doesn’t serve Billing in 111122223333\. Add its profile with “/, other);
    await refused(/doesn’t serve/, other);
    await refused(/doesn’t serve/, { ...ADMIN, calledSession: 'another' });
    await ui.message(/ asked for Billing in 111122223333, which isn’t served, and got nothing\.$/);
    await waitFor('the word about the other session', () => ui.messages.length === 2);
    await refused(/doesn’t serve/, other);
    assert.equal(ui.messages.length, 2);
  });

  it('say which profile and which program asked for a role that isn’t served', async () => {
    const { served, ui } = window();
    await served.serve([ADMIN]);
    const file = path.join(folder, 'config');
    const command = `"${served.helper}" --session corp --account 111122223333 --role Billing`;
    writeFileSync(file, `[profile bills]\ncredential_process = ${command}\n`);
    await refused(/doesn’t serve/, { ...ADMIN, roleName: 'Billing' });
    const program = process.platform === 'linux' ? path.basename(process.execPath) : '.*';
    await ui.message(new RegExp(`^${program} asked for Billing .* with the profile bills,`));
  });

  it('stop with the next call once it is taken back', async () => {
    const { served, shown } = window();
    await served.serve([ADMIN]);
    assert.equal((await helper()).code, 0);
    await served.stop([ADMIN]);
    await refused(/doesn’t serve Admin/);
    assert.deepEqual(
      shown.map((roles) => roles.length),
      [1, 0],
    );
    assert.equal(existsSync(path.join(folder, 'served', 'roles.json')), false);
  });

  it('make one request for many calls at once', async () => {
    let requests = 0;
    let running: Promise<typeof CREDENTIALS> | undefined;
    const get = () => (running ??= Promise.resolve(CREDENTIALS).finally(() => (requests += 1)));
    await window(get).served.serve([ADMIN]);
    await window(get).served.start();
    const calls = await Promise.all(Array.from({ length: 10 }, () => helper()));
    assert.deepEqual(new Set(calls.map(({ code }) => code)), new Set([0]));
    assert.equal(requests, 1);
  });

  it('say what to do where no window is open', async () => {
    const { served, close } = window();
    await served.serve([ADMIN]);
    close();
    await refused(/^No VS Code window gives out AWS credentials\. Open VS Code, /);
  });

  it('are served by any window, and by one that opens later', async () => {
    const first = window();
    const second = window();
    await first.served.serve([ADMIN]);
    await waitFor('the second window', () => announcedIn(folder).length === 2);
    first.close();
    assert.equal((await helper()).code, 0);
    second.close();
    await refused(/^No VS Code window/);
    const reloaded = window();
    await reloaded.served.start();
    assert.equal((await helper()).code, 0);
  });

  it('pass over windows that were killed, and forget them', async () => {
    const { served } = window();
    await served.serve([ADMIN]);
    const windows = path.join(folder, 'served', 'windows');
    const dead = path.join(windows, '0'.repeat(32));
    writeFileSync(dead, `${dead}.sock\nword\nword`);
    assert.equal((await helper()).code, 0);
    await window().served.start();
    await waitFor('the file to go', () => !existsSync(dead));
  });

  it('pass over a window that hangs, and wait for it where there is no other', async () => {
    const { served } = window();
    await served.serve([ADMIN]);
    const windows = path.join(folder, 'served', 'windows');
    const hanging = path.join(windows, '0'.repeat(32));
    const held: Socket[] = [];
    const server = createServer((socket) => void held.push(socket.on('error', () => undefined)));
    await new Promise<void>((resolve) => server.listen(`${hanging}.sock`, resolve));
    writeFileSync(hanging, `${hanging}.sock\nword\nword`);
    try {
      assert.equal((await helper()).code, 0);
      served.dispose();
      const waiting = helper();
      await once(server, 'connection');
      server.close();
      held.forEach((socket) => socket.destroy());
      const { code, stderr } = await waiting;
      assert.deepEqual([code, stderr.startsWith('No VS Code window')], [1, true], stderr);
    } finally {
      server.close();
    }
  });

  it('believe nobody who listens in the place of a window', async () => {
    const { served } = window();
    await served.serve([ADMIN]);
    served.dispose();
    const file = path.join(folder, 'served', 'windows', '0'.repeat(32));
    let asked = '';
    const server = createServer((socket) => {
      socket.on('data', (chunk: Buffer) => (asked += chunk.toString()));
      socket.on('error', () => undefined);
      socket.write('another word\n{"output":"{}"}\n');
    });
    await new Promise<void>((resolve) => server.listen(`${file}.sock`, resolve));
    writeFileSync(file, `${file}.sock\nthe word\nword`);
    try {
      await refused(/^No VS Code window/);
      assert.equal(asked, '');
    } finally {
      server.close();
    }
  });

  it('answer nobody who has not read the window’s file, nor whoever asks for nothing that there is', async () => {
    await window().served.serve([ADMIN]);
    const [name = ''] = announcedIn(folder);
    const file = path.join(folder, 'served', 'windows', name);
    const [address = '', ownWord, word = ''] = readFileSync(file, 'utf8').split('\n');
    const { calledSession, accountId, roleName } = ADMIN;
    const question = { session: calledSession, accountId, roleName, isWaiting: false, parent: 0 };
    const ask = async (line: string): Promise<string> => {
      const socket = createConnection(address).on('error', () => undefined);
      socket.write(`${line}\n`);
      let heard = '';
      socket.on('data', (chunk: Buffer) => (heard += chunk.toString()));
      await once(socket, 'close');
      return heard;
    };
    assert.match(await ask(JSON.stringify({ ...question, word })), /ASIASERVED/);
    const lines = [
      ...[{ ...question, word: ownWord }, { ...question, word: '' }, question].map((one) =>
        JSON.stringify(one),
      ),
      ...[JSON.stringify({ word }), '{', '', `"${'x'.repeat(5_000)}"`],
    ];
    for (const line of lines) {
      assert.equal((await ask(line)).trimEnd(), ownWord, line);
    }
  });

  it('tell the person that they are signed out, once, and let them sign in', async () => {
    const run: string[] = [];
    const { served, ui } = window(() => Promise.reject(SIGNED_OUT), {
      signIn: { run: ({ name }) => (run.push(name), Promise.reject(SIGNED_OUT)) },
    });
    await served.serve([ADMIN]);
    await refused(/^You’re not signed in to corp\. Sign in to it in VS Code\.$/m);
    await refused(/^You’re not signed in/);
    assert.deepEqual(ui.shown, [
      'warning: A program couldn’t get credentials for Admin in Production. Nobody is signed in. [Sign In]',
    ]);
    await ui.press(/couldn’t get credentials/, 'Sign In');
    assert.deepEqual(run, ['corp']);
    served.update([CORP]);
    await refused(/^You’re not signed in/);
    assert.equal(ui.shown.length, 2);
  });

  it('wait for a sign-in only where the profile says so', async () => {
    let isSignedIn = false;
    const { served, ui } = window(() =>
      isSignedIn ? Promise.resolve(CREDENTIALS) : Promise.reject(SIGNED_OUT),
    );
    await served.serve([ADMIN]);
    const waiting = helper(ADMIN, '--wait');
    await ui.message(/couldn’t get credentials/);
    isSignedIn = true;
    served.update([CORP]);
    const { code, stdout, ms } = await waiting;
    assert.deepEqual([code, (JSON.parse(stdout) as { Version: number }).Version], [0, 1]);
    assert.ok(ms < 2_000, `${ms}`);
  });

  it('pass on why AWS gives nothing', async () => {
    const problem = new AwsSsoError('RoleNotAssigned', 'You don’t have the role.');
    await window(() => Promise.reject(problem)).served.serve([ADMIN]);
    await refused(/^You don’t have the role\.$/m);
  });

  it('end within two seconds where AWS doesn’t answer', async () => {
    await window(() => new Promise(() => undefined)).served.serve([ADMIN]);
    await refused(/^AWS hasn’t answered yet\. Try again in a moment, or add --wait to the profile\.$/m);
  });

  it('are given to no other user of the machine', async () => {
    const { served } = window();
    await served.serve([ADMIN]);
    const [name = ''] = announcedIn(folder);
    const socket = path.join(folder, 'served', 'windows', `${name}.sock`);
    assert.equal(statSync(socket).mode & 0o777, 0o600);
    assert.equal(statSync(path.dirname(socket)).mode & 0o777, 0o700);
    // Whoever may, tries it as another user: with a copy of the helper, and at the socket itself.
    const stranger = process.getuid?.() === 0 ? { uid: 65_534 } : undefined;
    if (stranger) {
      const copy = path.join(shipped, 'copy.cjs');
      chmodSync(shipped, 0o755);
      writeFileSync(copy, readFileSync(path.join(folder, 'served', 'credentialHelper.cjs')), { mode: 0o644 });
      symlinkSync(path.dirname(socket), path.join(shipped, 'windows'));
      chmodSync(folder, 0o755);
      const helped = await runToTheEnd(process.execPath, [copy, ...argumentsFor(ADMIN)], stranger);
      assert.deepEqual([helped.code, helped.stdout], [1, ''], helped.stderr);
      assert.match(helped.stderr, /^No VS Code window/);
      const connecting = `require('node:net').connect(process.argv[1]).on('error', ({ code }) => console.log(code))`;
      const { stdout } = await runToTheEnd(process.execPath, ['-e', connecting, socket], stranger);
      assert.equal(stdout.trim(), 'EACCES');
    }
  });

  it('leave no secret in any file', async () => {
    await window().served.serve([ADMIN]);
    await helper();
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) {
        const file = path.join(entry.parentPath, entry.name);
        assert.doesNotMatch(readFileSync(file, 'utf8'), /the-secret-key|the-session-token/);
        assert.equal(statSync(file).mode & 0o077, 0, file);
      }
    }
  });

  it('go on while the helper is brought up to date, which happens only where it differs', async () => {
    let answer: (credentials: typeof CREDENTIALS) => void = () => undefined;
    const asked = new Promise<void>((resolve) => {
      const get = () => (resolve(), new Promise<typeof CREDENTIALS>((give) => (answer = give)));
      void window(get)
        .served.serve([ADMIN])
        .then(() => started());
    });
    let started: () => void = () => undefined;
    await new Promise<void>((resolve) => (started = resolve));
    const old = helper();
    await asked;
    const file = path.join(folder, 'served', 'credentialHelper.cjs');
    const { ino } = statSync(file);
    await window().served.start();
    assert.equal(statSync(file).ino, ino);
    const newer = path.join(folder, 'newer.cjs');
    writeFileSync(newer, `${readFileSync(bundle, 'utf8')}// newer\n`);
    await window(undefined, { bundle: newer }).served.start();
    assert.match(readFileSync(file, 'utf8'), /\/\/ newer\n$/);
    answer(CREDENTIALS);
    assert.equal((await old).code, 0);
  });

  it('leave an editor alone in which nothing is served', async () => {
    await window().served.start();
    assert.deepEqual(readdirSync(folder), []);
  });

  it('say how they are used, where the arguments are missing', async () => {
    await window().served.serve([ADMIN]);
    const { code, stderr } = await runToTheEnd(path.join(folder, 'served', 'aws-credentials'), ['--help']);
    assert.equal(code, 1);
    assert.match(stderr, /^Usage: aws-credentials --session NAME --account ID --role NAME \[--wait\]$/m);
  });
});

function announcedIn(folder: string): readonly string[] {
  return readdirSync(path.join(folder, 'served', 'windows')).filter((name) => /^[0-9a-f]{32}$/.test(name));
}
