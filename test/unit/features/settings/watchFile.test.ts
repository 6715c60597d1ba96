import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { useFakeClock } from '../../support/fakeClock.ts';
import { type Stub, useStubbedEditor, withStubbedEditor } from '../../support/stubbedEditor.ts';

/** What the editor is asked to watch, and says nothing of. */
let watched: string[] = [];
const deaf = { dispose: () => undefined };
const editor: Stub = {
  Uri: { file: (file: string) => file },
  RelativePattern: class {
    readonly file: string;
    constructor(base: string, pattern: string) {
      this.file = path.join(base, pattern);
    }
  },
  Disposable: {
    from: (...disposables: { dispose(): unknown }[]) => ({
      dispose: () => disposables.forEach((disposable) => void disposable.dispose()),
    }),
  },
  workspace: {
    createFileSystemWatcher: ({ file }: { file: string }) => {
      watched.push(file);
      return { ...deaf, onDidCreate: () => deaf, onDidChange: () => deaf, onDidDelete: () => deaf };
    },
  },
};
const { watchFile } = await withStubbedEditor(
  editor,
  () => import('../../../../src/features/settings/watchFile.ts'),
);

describe('Watching a file', () => {
  useStubbedEditor(editor);
  const clock = useFakeClock();
  let home: string;
  let heard: number;
  const listener = (): void => void heard++;
  beforeEach(() => {
    home = mkdtempSync(path.join(tmpdir(), 'watch-'));
    watched = [];
    heard = 0;
  });
  afterEach(() => rmSync(home, { recursive: true }));

  it('looks once more when the editor watches for certain', () => {
    watchFile(path.join(home, 'config'), listener);
    assert.equal(heard, 0);
    clock().tick(10_000);
    assert.equal(heard, 1);
  });

  it('finds a directory that came before the editor watched for it, and the file that came just after', () => {
    const directory = path.join(home, '.aws/sso');
    watchFile(path.join(directory, '*.json'), listener);
    mkdirSync(directory, { recursive: true });
    clock().tick(3_000);
    assert.deepEqual(
      watched.map((file) => path.relative(home, file)),
      ['.aws', '.aws/sso', '.aws/sso/*.json'],
    );
    assert.equal(heard, 2);
  });

  it('ends with its disposal', () => {
    watchFile(path.join(home, 'config'), listener).dispose();
    const other = watchFile(path.join(home, '.aws/config'), listener);
    mkdirSync(path.join(home, '.aws'));
    clock().tick(1_500);
    other.dispose();
    clock().tick(10_000);
    assert.equal(heard, 1);
  });
});
