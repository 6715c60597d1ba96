import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Stub, useStubbedEditor, withStubbedEditor } from '../../../support/stubbedEditor.ts';

const editor: Stub = {};
const { editorSession } = await withStubbedEditor(
  editor,
  () => import('../../../../../src/features/terminals/shells/editorSession.ts'),
);

describe('The run of the editor', () => {
  useStubbedEditor(editor);
  let proc: string;
  beforeEach(() => {
    proc = mkdtempSync(path.join(tmpdir(), 'proc-'));
    Object.assign(editor, { UIKind: { Desktop: 1, Web: 2 }, env: { uiKind: 2, sessionId: 'session' } });
  });
  afterEach(() => rmSync(proc, { recursive: true }));

  /** What Linux says of the parent process, by its name and the ticks at which it started, since that boot. */
  function started(ticks: number, { name = 'node', boot = 'b1' } = {}): string {
    const folder = path.join(proc, String(process.ppid));
    mkdirSync(folder, { recursive: true });
    mkdirSync(path.join(proc, 'sys/kernel/random'), { recursive: true });
    const others = Array.from({ length: 18 }, (_, index) => index + 1).join(' ');
    writeFileSync(path.join(folder, 'stat'), `${process.ppid} (${name}) S ${others} ${ticks} 1 2 3\n`);
    writeFileSync(path.join(proc, 'sys/kernel/random/boot_id'), `${boot}\n`);
    return editorSession(proc);
  }

  it('is that of VS Code itself on a desktop', () => {
    Object.assign(editor['env'] as object, { uiKind: 1 });
    assert.equal(started(1), 'session');
  });

  it('is that of the server in a browser, the same as long as that runs', () => {
    assert.equal(started(7), started(7));
    assert.equal(started(7, { name: 'a) S 1 (b' }), started(7));
    assert.equal(editorSession(), editorSession());
  });

  it('is another one when a server has started again under the same process id, as in a container', () => {
    assert.notEqual(started(7), started(8));
    assert.notEqual(started(7), started(7, { boot: 'b2' }));
  });

  it('is known by the process id alone where the system does not say when it started', () => {
    assert.equal(editorSession(proc), `server ${process.ppid}`);
  });
});
