import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ServedRole } from '../../../../src/features/served/ServedRoles.ts';
import { FakeUi } from '../../support/FakeUi.ts';
import { ADMIN } from '../../support/servedWindow.ts';
import { useStubbedEditor, withStubbedEditor } from '../../support/stubbedEditor.ts';

const editor = { workspace: { textDocuments: [] } };
const { stopServing } = await withStubbedEditor(
  editor,
  () => import('../../../../src/features/served/stopServing.ts'),
);

const OTHERS = '[default]\nregion = x\n';
const PROFILE = `[profile prod]\ncredential_process = "/helper" --session corp --account 111122223333 --role Admin\n`;

describe('stopServing', () => {
  useStubbedEditor(editor);
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'stop-'));
    file = path.join(folder, 'config');
    writeFileSync(file, `${OTHERS}\n${PROFILE}`);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function open(roles: readonly ServedRole[] = [{ ...ADMIN, file }]) {
    const ui = new FakeUi();
    const stopped: string[] = [];
    const served = {
      helper: '/helper',
      all: () => Promise.resolve(roles),
      stop: (some: readonly ServedRole[]) => {
        stopped.push(...some.map(({ profile }) => profile));
        return Promise.resolve();
      },
    };
    return { ui, stopped, stop: (chosen?: ServedRole) => stopServing({ served, ui }, chosen) };
  }

  it('takes the profile back that was pressed, and out of the file', async () => {
    const { ui, stopped, stop } = open();
    await stop({ ...ADMIN, file });
    assert.deepEqual([stopped, readFileSync(file, 'utf8')], [['prod'], OTHERS]);
    await ui.message(/^Stopped serving prod, and removed it from .*expire on their own\.$/);
  });

  it('asks which, where none was pressed', async () => {
    const { ui, stopped, stop } = open([
      { ...ADMIN, file },
      { ...ADMIN, file, profile: 'other' },
    ]);
    const stopping = stop();
    const list = await ui.list('Stop Serving Profile');
    assert.deepEqual(
      list.items.map(({ label, description }) => [label, description]),
      [
        ['prod', 'Admin in Production'],
        ['other', 'Admin in Production'],
      ],
    );
    list.accept('prod');
    await stopping;
    assert.deepEqual(stopped, ['prod']);
    const escaped = assert.rejects(stop(), { code: 'Cancelled' });
    (await ui.list('Stop Serving Profile')).escape();
    await escaped;
  });

  it('leaves a profile in the file that somebody has changed, and says so', async () => {
    const changed = `${OTHERS}\n${PROFILE}output = json\n`;
    writeFileSync(file, changed);
    const { ui, stopped, stop } = open();
    await stop({ ...ADMIN, file });
    assert.deepEqual([stopped, readFileSync(file, 'utf8')], [['prod'], changed]);
    await ui.message(/^Stopped serving prod\. Nothing was removed from /);
  });

  it('makes no file where there is none any more', async () => {
    rmSync(file);
    const { stopped, stop } = open();
    await stop({ ...ADMIN, file });
    assert.deepEqual([stopped, existsSync(file)], [['prod'], false]);
  });

  it('says so where there is none', async () => {
    const { ui, stop } = open([]);
    await assert.rejects(stop(), { code: 'Cancelled' });
    await ui.message(/^VS Code serves no profiles\.$/);
  });
});
