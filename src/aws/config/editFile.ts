import {
  access,
  constants,
  type FileHandle,
  mkdir,
  open,
  readFile,
  readlink,
  realpath,
  stat,
} from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { AwsSsoError } from '../../base/errors.ts';
import { fileError } from './fileError.ts';
import { writeFileAtomically } from './writeFileAtomically.ts';

/** How often a file is edited anew that another program keeps changing. */
const ATTEMPTS = 5;

interface Existing {
  readonly bytes: Buffer;
  readonly text: string;
  readonly mode: number;
  /** Whether the file has other names too. */
  readonly isHardLinked: boolean;
}

/**
 * Puts what `edit` makes of the text in a file in its place, all at once. A link is followed, so that the links of
 * dotfile managers stay; the mode of the file stays too. A missing file is edited as an empty one, and made for its
 * owner alone. Where another program changes the file meanwhile, the edit is made anew of what is there then.
 *
 * @throws AwsSsoError `InvalidRequest` for a file that is not UTF-8, or that never stays as it is; whatever `edit` throws;
 * the file system's errors, as `fileError`. Nothing is changed then.
 */
export async function editFile(file: string, edit: (text: string) => string): Promise<void> {
  try {
    await editOrReject(file, edit);
  } catch (error) {
    throw fileError(file, error);
  }
}

async function editOrReject(file: string, edit: (text: string) => string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const target = await targetOf(file);
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const before = await existing(target);
    const text = edit(before?.text ?? '');
    if (text === before?.text || (await replace(target, before, text))) {
      return;
    }
  }
  const sentence = l10n.t('Another program keeps changing {0}. Close it, and try again.', file);
  throw new AwsSsoError('InvalidRequest', sentence);
}

/** Tells whether it did: not where the file is no longer what it was. */
function replace(file: string, before: Existing | undefined, text: string): Promise<boolean> {
  return before?.isHardLinked
    ? writeInPlace(file, before.bytes, text)
    : writeFileAtomically(file, text, {
        mode: before?.mode,
        isWanted: async () => isSame(before?.bytes, await bytesOf(file)),
      });
}

/**
 * Another file under this name would cut a hard link. What the file grows by comes first: where there is no room for it, nothing
 * else has changed.
 */
async function writeInPlace(file: string, before: Buffer, text: string): Promise<boolean> {
  const handle = await open(file, 'r+');
  try {
    if (!before.equals(await handle.readFile())) {
      return false;
    }
    const after = Buffer.from(text);
    // What stays is not written: as a rule, something is added at the end.
    const kept = commonLength(before, after);
    const there = Math.min(before.length, after.length);
    try {
      await writeAll(handle, after, there, after.length);
      await writeAll(handle, after, kept, there);
      await handle.truncate(after.length);
    } catch (error) {
      await writeAll(handle, before, kept, before.length).catch(() => undefined);
      await handle.truncate(before.length).catch(() => undefined);
      throw error;
    }
    await handle.sync();
    return true;
  } finally {
    await handle.close();
  }
}

/** Writes bytes to where they are in the buffer: at once, as a rule, but a disk that is nearly full takes some of them. */
async function writeAll(handle: FileHandle, bytes: Buffer, from: number, to: number): Promise<void> {
  for (let at = from; at < to;) {
    at += (await handle.write(bytes, at, to - at, at)).bytesWritten;
  }
}

function commonLength(one: Buffer, other: Buffer): number {
  const length = Math.min(one.length, other.length);
  let common = 0;
  while (common < length && one[common] === other[common]) {
    common++;
  }
  return common;
}

async function existing(file: string): Promise<Existing | undefined> {
  try {
    // Replacing a file takes no right to write to it: whoever made it read-only wants it as it is.
    await access(file, constants.R_OK | constants.W_OK);
    const { mode, nlink } = await stat(file);
    const bytes = await readFile(file);
    return { bytes, text: decode(bytes, file), mode: mode & 0o777, isHardLinked: nlink > 1 };
  } catch (error) {
    if (isMissing(error)) {
      return undefined;
    }
    throw error;
  }
}

async function bytesOf(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if (isMissing(error)) {
      return undefined;
    }
    throw error;
  }
}

function isSame(one: Buffer | undefined, other: Buffer | undefined): boolean {
  return one && other ? one.equals(other) : one === other;
}

/** With its byte order mark. */
function decode(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    const sentence = l10n.t('{0} isn’t UTF-8 text, so it wasn’t changed. Save it as UTF-8.', file);
    throw new AwsSsoError('InvalidRequest', sentence, { cause });
  }
}

/** The file that a link leads to, which need not exist; any other file itself. */
async function targetOf(file: string): Promise<string> {
  try {
    return await realpath(file);
  } catch (error) {
    if (!isMissing(error)) {
      throw error;
    }
  }
  const link = await readlink(file).catch(() => undefined);
  return link === undefined ? file : targetOf(path.resolve(path.dirname(file), link));
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}
