import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import type { OwnTerminals } from '../../../../../src/features/terminals/own/OwnTerminals.ts';
import { TerminalUses } from '../../../../../src/features/terminals/shells/TerminalUses.ts';
import type { TerminalRole } from '../../../../../src/features/terminals/terminalMemory.ts';
import { useFakeClock } from '../../../support/fakeClock.ts';
import { settled } from '../../../support/settled.ts';
import { type Stub, useStubbedEditor, withStubbedEditor } from '../../../support/stubbedEditor.ts';

const editor: Stub = {};
const { WatchedTerminals } = await withStubbedEditor(
  editor,
  () => import('../../../../../src/features/terminals/shells/WatchedTerminals.ts'),
);

const READER: TerminalRole = {
  ...{ session: 's1', sessionName: 'corp', accountId: '111122223333', roleName: 'Reader' },
};
/** The process of a terminal that has a role of its own since before a reload. */
const OWN_PID = 77;
const WRITER: TerminalRole = { ...READER, roleName: 'Writer' };

interface FakeTerminal {
  processId: Promise<number>;
  readonly creationOptions: object;
}

describe('WatchedTerminals', () => {
  useStubbedEditor(editor);
  const clock = useFakeClock();
  type Listener = (terminal: FakeTerminal | undefined) => void;

  function open(terminals: FakeTerminal[] = [], state = new Map<string, unknown>()) {
    const listeners: Record<string, Listener> = {};
    const on = (name: string) => (listener: Listener) => {
      listeners[name] = listener;
      return { dispose: () => undefined };
    };
    const window: Record<string, unknown> = {
      terminals,
      activeTerminal: undefined,
      onDidOpenTerminal: on('open'),
      onDidCloseTerminal: on('close'),
      onDidChangeActiveTerminal: on('active'),
      onDidChangeTerminalShellIntegration: on('shell'),
    };
    Object.assign(editor, { window });
    const memento = {
      get: (key: string) => state.get(key),
      update: (key: string, value: unknown) => Promise.resolve(void state.set(key, value)),
    } as unknown as vscode.Memento;
    const closed: unknown[] = [];
    const own = {
      opened: (id?: string, pid?: number) =>
        id === 'own' || pid === OWN_PID ? { id: 'own', role: WRITER, region: 'eu-west-1' } : undefined,
      closed: (id?: string, pid?: number) => closed.push(id ?? pid),
      problem: () => undefined,
    } as unknown as OwnTerminals;
    const lost: TerminalRole[] = [];
    let inUse: TerminalRole | 'unknown' | undefined;
    const uses = new TerminalUses(memento, 'today');
    const watched = new WatchedTerminals({
      own,
      uses,
      inUse: () => inUse,
      onLost: (role) => lost.push(role),
      onFocus: () => undefined,
    });
    return {
      ...{ watched, closed, lost, state },
      use: (role: typeof inUse) => void (inUse = role),
      add: async (terminal: FakeTerminal) => {
        terminals.push(terminal);
        listeners['open']?.(terminal);
        await settled(clock(), terminal.processId);
      },
      close: (terminal: FakeTerminal) => {
        terminals.splice(terminals.indexOf(terminal), 1);
        listeners['close']?.(terminal);
      },
      focus: async (terminal: FakeTerminal | undefined) => {
        window['activeTerminal'] = terminal;
        listeners['active']?.(terminal);
        await settled(clock(), Promise.resolve());
        return watched.focused();
      },
    };
  }

  const terminal = (pid: number, env: object = {}): FakeTerminal => ({
    processId: Promise.resolve(pid),
    creationOptions: { env },
  });
  const OWN = { AWS_SSO_TERMINAL_ID: 'own' };

  it('know what each was opened with, before a role was used and after', async () => {
    const early = terminal(1);
    const { focus, use, add } = open([early]);
    use(READER);
    const later = terminal(2);
    await add(later);
    assert.deepEqual(await focus(early), { role: undefined, isOwn: false });
    assert.deepEqual(await focus(later), { role: READER, isOwn: false });
    assert.equal(await focus(undefined), undefined);
  });

  it('claim nothing of one that comes while a remembered role is not there yet', async () => {
    const { focus, use, add } = open();
    use('unknown');
    const one = terminal(1);
    await add(one);
    assert.equal(await focus(one), undefined);
  });

  it('know one with a role of its own, and say when it is closed', async () => {
    const { focus, use, add, close, closed } = open();
    use(READER);
    const one = terminal(3, OWN);
    await add(one);
    const { role, isOwn, region } = (await focus(one)) ?? {};
    assert.deepEqual([role, isOwn, region], [WRITER, true, 'eu-west-1']);
    close(one);
    assert.deepEqual(closed, ['own']);
  });

  it('take no other for it that has copied its environment', async () => {
    const { focus, use, add, close, closed } = open();
    use(READER);
    const [one, copy] = [terminal(3, OWN), terminal(4, OWN)];
    await add(one);
    await add(copy);
    assert.deepEqual(await focus(copy), { role: READER, isOwn: false });
    close(copy);
    assert.deepEqual(closed, [4]);
    assert.equal((await focus(one))?.role, WRITER);
  });

  it('notice that one lost its role when it was relaunched after a reload', async () => {
    const one = terminal(OWN_PID);
    const { focus, lost, closed } = open([one]);
    assert.equal((await focus(one))?.role, WRITER);
    one.processId = Promise.resolve(78);
    await focus(one);
    assert.deepEqual([lost, closed], [[WRITER], [OWN_PID]]);
    assert.equal(await focus(one), undefined);
  });

  it('from before a reload are those that come back, however late, and none that is new', async () => {
    const before = open();
    before.use(READER);
    await before.add(terminal(1));
    await before.add(terminal(2));
    // It is known only by its process, which comes a moment later.
    const { watched, use, add } = open([terminal(OWN_PID)], before.state);
    use(READER);
    const finding = watched.fromBefore();
    const [one, two] = [terminal(1), terminal(2)];
    await add(terminal(9));
    await add(one);
    await add(two);
    assert.deepEqual(await settled(clock(), finding), [one, two]);
  });

  it('from before are not waited for without end', async () => {
    const { watched } = open();
    assert.deepEqual(await settled(clock(), watched.fromBefore()), []);
  });
});
