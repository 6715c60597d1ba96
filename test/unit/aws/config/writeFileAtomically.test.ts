import assert from 'node:assert/strict';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeFileAtomically } from '../../../../src/aws/config/writeFileAtomically.ts';

describe('writeFileAtomically', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'atomic-'));
    file = path.join(folder, 'file');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const mode = () => statSync(file).mode & 0o777;

  it('writes a file for its owner alone, and leaves nothing else behind', async () => {
    await writeFileAtomically(file, 'büro\r\n');
    assert.equal(readFileSync(file, 'utf8'), 'büro\r\n');
    assert.deepEqual(readdirSync(folder), ['file']);
    if (process.platform !== 'win32') {
      assert.equal(mode(), 0o600);
    }
  });

  if (process.platform !== 'win32') {
    it('lets nobody else read what is not finished, whatever the file will be', async () => {
      const umask = process.umask(0);
      const modes = new Set<number>();
      try {
        let isOver = false;
        const writing = writeFileAtomically(file, 'x'.repeat(20_000_000), {
          mode: 0o644,
          isWanted: () => Promise.resolve((isOver = true)),
        });
        while (!isOver) {
          for (const name of readdirSync(folder)) {
            const { size, mode } = statSync(path.join(folder, name));
            modes.add(size < 20_000_000 ? mode & 0o777 : 0o600);
          }
          await new Promise(setImmediate);
        }
        await writing;
      } finally {
        process.umask(umask);
      }
      assert.deepEqual([...modes], [0o600]);
    });

    it('gives it the mode that it is told, whatever the umask', async () => {
      const umask = process.umask(0o077);
      try {
        await writeFileAtomically(file, '', { mode: 0o664 });
      } finally {
        process.umask(umask);
      }
      assert.equal(mode(), 0o664);
    });
  }

  it('writes in the place of a link, not through it', async () => {
    const outside = path.join(folder, 'outside');
    writeFileSync(outside, 'as it was');
    symlinkSync(outside, file);
    await writeFileAtomically(file, 'new');
    assert.equal(lstatSync(file).isSymbolicLink(), false);
    assert.equal(readFileSync(file, 'utf8'), 'new');
    assert.equal(readFileSync(outside, 'utf8'), 'as it was');
  });

  it('writes nothing where that is no longer wanted, right before the file would appear', async () => {
    writeFileSync(file, 'as it was');
    const isWanted = () => {
      const [temporary = ''] = readdirSync(folder).filter((name) => name !== 'file');
      assert.equal(readFileSync(path.join(folder, temporary), 'utf8'), 'new');
      return Promise.resolve(false);
    };
    assert.equal(await writeFileAtomically(file, 'new', { isWanted }), false);
    assert.equal(readFileSync(file, 'utf8'), 'as it was');
    assert.deepEqual(readdirSync(folder), ['file']);
  });

  it('lets those who read meanwhile read the one or the other', async () => {
    const texts = ['a'.repeat(200_000), 'b'.repeat(100_000)];
    writeFileSync(file, texts[0] ?? '');
    let done = false;
    const writing = (async () => {
      for (let round = 0; round < 20; round++) {
        await writeFileAtomically(file, texts[round % 2] ?? '');
      }
    })().finally(() => (done = true));
    while (!done) {
      assert.ok(texts.includes(readFileSync(file, 'utf8')));
      await new Promise(setImmediate);
    }
    await writing;
  });

  it('or rejects with the error of the file system, and cleans up', async () => {
    mkdirSync(file);
    await assert.rejects(writeFileAtomically(file, 'new'), { syscall: 'rename' });
    assert.deepEqual(readdirSync(folder), ['file']);
    await assert.rejects(writeFileAtomically(path.join(folder, 'none', 'file'), 'new'), { code: 'ENOENT' });
  });
});
