import { access, constants, mkdir, readFile, readlink, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { AwsSsoError } from '../../base/errors.ts';
import { writeFileAtomically } from './writeFileAtomically.ts';

/**
 * Puts what `edit` makes of the text in a file in its place, all at once. A link is followed, so that the links of
 * dotfile managers stay; the mode of the file stays too. A missing file is edited as an empty one, and made for its
 * owner alone.
 *
 * @throws AwsSsoError `InvalidRequest` for a file that is not UTF-8; whatever `edit` throws; the file system's errors.
 */
export async function editFile(file: string, edit: (text: string) => string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const target = await targetOf(file);
  const before = await existing(target);
  const text = edit(before?.text ?? '');
  if (text !== before?.text) {
    await writeFileAtomically(target, text, before?.mode);
  }
}

async function existing(file: string): Promise<{ text: string; mode: number } | undefined> {
  try {
    // Replacing a file takes no right to write to it: whoever made it read-only wants it as it is.
    await access(file, constants.R_OK | constants.W_OK);
    const { mode } = await stat(file);
    return { text: decode(await readFile(file), file), mode: mode & 0o777 };
  } catch (error) {
    if (isMissing(error)) {
      return undefined;
    }
    throw error;
  }
}

/** With its byte order mark. */
function decode(bytes: Uint8Array, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    const sentence = l10n.t('The file {0} is not UTF-8 text, and stays as it is. Save it as UTF-8.', file);
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
