import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { editFile } from '../../../../src/aws/config/editFile.ts';

const posix = process.platform !== 'win32';
const more = (text: string) => `${text}more\n`;

describe('editFile', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'edit-'));
    file = path.join(folder, 'aws', 'config');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const mode = (name: string) => statSync(name).mode & 0o777;
  function leave(content: string | Uint8Array, name = file): void {
    mkdirSync(path.dirname(name), { recursive: true });
    writeFileSync(name, content);
  }

  /** A disk on which files can grow by so many bytes: it takes what fits. @returns what ends it. */
  async function withRoomFor(bytes: number): Promise<() => void> {
    const handle = await open(folder);
    const prototype = Object.getPrototypeOf(handle) as { write: (...args: never[]) => unknown };
    await handle.close();
    const { write } = prototype;
    let room = bytes;
    prototype.write = async function (
      this: FileHandle,
      ...[buffer, offset, length, position]: [Buffer, number, number, number]
    ) {
      const grows = Math.max(0, position + length - (await this.stat()).size);
      const fits = length - grows + Math.min(grows, room);
      if (fits === 0) {
        throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
      }
      room -= Math.min(grows, room);
      return write.apply(this, [buffer, offset, fits, position] as never);
    };
    return () => (prototype.write = write);
  }

  it('makes a missing file, and its directory, for their owner alone', async () => {
    await editFile(file, more);
    assert.equal(readFileSync(file, 'utf8'), 'more\n');
    if (posix) {
      assert.equal(mode(file), 0o600);
      assert.equal(mode(path.dirname(file)), 0o700);
    }
  });

  it('gives the text as it is, with byte order mark and line ends, and puts the new one in its place', async () => {
    leave('\uFEFF# büro\r\na\n\r\n');
    await editFile(file, more);
    assert.equal(readFileSync(file, 'utf8'), '\uFEFF# büro\r\na\n\r\nmore\n');
    assert.deepEqual(readdirSync(path.dirname(file)), ['config']);
  });

  if (posix) {
    for (const kept of [0o600, 0o644, 0o664]) {
      it(`keeps the mode ${kept.toString(8)}`, async () => {
        leave('');
        chmodSync(file, kept);
        await editFile(file, more);
        assert.equal(mode(file), kept);
      });
    }

    it('leaves a file alone that may not be written to', async function () {
      if (process.getuid?.() === 0) {
        this.skip();
      }
      leave('as it was');
      chmodSync(file, 0o400);
      await assert.rejects(editFile(file, more), {
        code: 'Service',
        message: `Couldn’t change ${file}. Check that you can write it.`,
      });
      assert.equal(readFileSync(file, 'utf8'), 'as it was');
    });
  }

  it('does not touch a file whose text stays the same', async () => {
    leave('same');
    const { ino } = statSync(file);
    await editFile(file, (text) => text);
    assert.equal(statSync(file).ino, ino);
  });

  describe('keeps what another program has written meanwhile', () => {
    /** Changes the file between the reading and the writing. */
    function meanwhile(change: (round: number) => void): (text: string) => string {
      let round = 0;
      return (text) => {
        change(++round);
        return more(text);
      };
    }
    const once = (change: () => void) => meanwhile((round) => (round === 1 ? change() : undefined));

    it('in place', async () => {
      leave('one\n');
      await editFile(
        file,
        once(() => writeFileSync(file, 'two\n')),
      );
      assert.equal(readFileSync(file, 'utf8'), 'two\nmore\n');
      assert.deepEqual(readdirSync(path.dirname(file)), ['config']);
    });

    it('as a new file', async () => {
      leave('one\n');
      await editFile(
        file,
        once(() => {
          rmSync(file);
          writeFileSync(file, 'two\n');
        }),
      );
      assert.equal(readFileSync(file, 'utf8'), 'two\nmore\n');
    });

    it('where there was none', async () => {
      await editFile(
        file,
        once(() => writeFileSync(file, 'one\n')),
      );
      assert.equal(readFileSync(file, 'utf8'), 'one\nmore\n');
    });

    it('to a hard link', async () => {
      leave('one\n');
      linkSync(file, path.join(folder, 'other'));
      await editFile(
        file,
        once(() => writeFileSync(file, 'two\n')),
      );
      assert.equal(readFileSync(path.join(folder, 'other'), 'utf8'), 'two\nmore\n');
    });

    it('even where it does so again and again, which ends', async () => {
      leave('');
      const edit = meanwhile((round) => writeFileSync(file, `${round}\n`));
      await assert.rejects(editFile(file, edit), {
        code: 'InvalidRequest',
        message: `Another program keeps changing ${file}. Close it, and try again.`,
      });
      assert.equal(readFileSync(file, 'utf8'), '5\n');
      assert.deepEqual(readdirSync(path.dirname(file)), ['config']);
    });
  });

  describe('does not cut a hard link', () => {
    const texts: [string, string, string][] = [
      ['to add something', 'büro\n', 'büro\nmore\n'],
      ['to change all of it', 'one\n', 'another\n'],
      ['to remove something', 'one\nmore\n', 'one\n'],
      ['to empty it', 'one\n', ''],
    ];
    for (const [what, before, after] of texts) {
      it(what, async () => {
        const other = path.join(folder, 'other');
        leave(before);
        linkSync(file, other);
        await editFile(file, () => after);
        assert.equal(statSync(file).ino, statSync(other).ino);
        assert.equal(readFileSync(other, 'utf8'), after);
        assert.deepEqual(readdirSync(path.dirname(file)), ['config']);
      });
    }
  });

  describe('follows a link, which stays,', () => {
    const dotfiles = () => path.join(folder, 'dotfiles');

    function link(target: string, name = file): void {
      mkdirSync(path.dirname(name), { recursive: true });
      symlinkSync(target, name);
    }

    it('to a file, and keeps its mode', async () => {
      const target = path.join(dotfiles(), 'aws-config');
      leave('one\n', target);
      chmodSync(target, 0o644);
      link('../dotfiles/aws-config');
      await editFile(file, more);
      assert.equal(readlinkSync(file), '../dotfiles/aws-config');
      assert.equal(readFileSync(target, 'utf8'), 'one\nmore\n');
      assert.deepEqual(readdirSync(dotfiles()), ['aws-config']);
      if (posix) {
        assert.equal(mode(target), 0o644);
      }
    });

    it('to another link, and to a file that is missing', async () => {
      const target = path.join(dotfiles(), 'aws-config');
      mkdirSync(dotfiles());
      link('../dotfiles/link');
      link('aws-config', path.join(dotfiles(), 'link'));
      await editFile(file, more);
      assert.ok(lstatSync(file).isSymbolicLink());
      assert.ok(lstatSync(path.join(dotfiles(), 'link')).isSymbolicLink());
      assert.equal(readFileSync(target, 'utf8'), 'more\n');
    });

    it('to a directory', async () => {
      leave('one\n', path.join(dotfiles(), 'config'));
      symlinkSync('dotfiles', path.dirname(file));
      await editFile(file, more);
      assert.ok(lstatSync(path.dirname(file)).isSymbolicLink());
      assert.equal(readFileSync(path.join(dotfiles(), 'config'), 'utf8'), 'one\nmore\n');
    });

    it('but not in a circle', async () => {
      link('config');
      await assert.rejects(editFile(file, more), { code: 'ELOOP' });
    });
  });

  describe('leaves the file as it was', () => {
    for (const room of [0, 3]) {
      it(`when it is a hard link, and the disk has room for ${room} bytes more`, async () => {
        leave('one\ntwo\n');
        linkSync(file, path.join(folder, 'other'));
        const end = await withRoomFor(room);
        try {
          const sentence = `Couldn’t change ${file}: the disk is full. Free some space, then try again.`;
          await assert.rejects(
            editFile(file, (text) => text.replace('two', 'three and more')),
            { code: 'Service', message: sentence },
          );
        } finally {
          end();
        }
        assert.equal(readFileSync(path.join(folder, 'other'), 'utf8'), 'one\ntwo\n');
      });
    }

    it('when the edit throws', async () => {
      leave('as it was');
      const edit = () => {
        throw new Error('no');
      };
      await assert.rejects(editFile(file, edit), { message: 'no' });
      assert.equal(readFileSync(file, 'utf8'), 'as it was');
      rmSync(file);
      await assert.rejects(editFile(file, edit), { message: 'no' });
      assert.equal(existsSync(file), false);
    });

    it('when it is not UTF-8, because that would change it', async () => {
      const latin1 = Buffer.from('# b\u00fcro\n', 'latin1');
      leave(latin1);
      await assert.rejects(editFile(file, more), {
        code: 'InvalidRequest',
        message: `${file} isn’t UTF-8 text, so it wasn’t changed. Save it as UTF-8.`,
      });
      assert.deepEqual(readFileSync(file), latin1);
    });

    it('when it is a directory', async () => {
      mkdirSync(file, { recursive: true });
      await assert.rejects(editFile(file, more), { code: 'EISDIR' });
    });
  });
});
