import { access, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as v from 'valibot';
import { readRegularFile } from '../../base/readRegularFile.ts';
import { sweepLeftovers, writeFileAtomically } from '../config/writeFileAtomically.ts';
import type { WrittenFiles } from './WrittenFiles.ts';

/** How long a writer may take to complete a file that it writes in place, in milliseconds. */
const READ_AGAIN_MS = 100;

const DATE = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(:\d\d)?(\.\d+)? ?(Z|UTC|[+-]\d\d:?\d\d)$/;

/**
 * A time in epoch milliseconds, as the AWS CLI writes it or other tools do: its first versions ended with `UTC`, the SDKs
 * add milliseconds, others write seven digits of a second, no seconds at all, or a zone without a colon.
 */
export const CliTime = v.pipe(v.string(), v.regex(DATE), v.transform(parseTime), v.number());

function parseTime(text: string): number {
  const [, date, minutes, seconds = ':00', fraction = '', zone = ''] = DATE.exec(text) ?? [];
  const offset = zone === 'UTC' ? 'Z' : zone.replace(/^(...)(\d\d)$/, '$1:$2');
  return Date.parse(`${date}T${minutes}${seconds}${fraction.slice(0, 4)}${offset}`);
}

/** Whether the directory of the file is there, and certainly not the file: any other trouble says nothing. */
export async function lacksFile(file: string): Promise<boolean> {
  const directory = path.dirname(file);
  try {
    await access(directory);
    await access(file);
    return false;
  } catch (error) {
    const { code, path: missing } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' && missing !== directory;
  }
}

/**
 * Writes it all at once, for its owner alone, as the AWS CLI would.
 *
 * @param written remembers it, where it is to be withdrawn one day.
 * @throws the errors of the file system.
 */
export async function writeJson(file: string, content: object, written?: WrittenFiles): Promise<void> {
  const text = pythonJson(content);
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await written?.remember(file, text);
  await writeFileAtomically(file, text);
}

/** Removes what writers that were killed have left in a cache of the AWS CLI. Does not reject. */
export function sweepCache(directory: string): Promise<void> {
  return sweepLeftovers(directory, (name) => /^[0-9a-f]{40,64}\.json$/.test(name));
}

/** Without the members that are `null`, which means absent. @throws when there is no such file, or something else than JSON in it. */
export async function readJson(file: string): Promise<unknown> {
  try {
    return parseJson(String(await readRegularFile(file)));
  } catch (error) {
    if (!(error instanceof SyntaxError)) {
      throw error;
    }
    await setTimeout(READ_AGAIN_MS);
    return parseJson(String(await readRegularFile(file)));
  }
}

function parseJson(text: string): unknown {
  return JSON.parse(text, (_, value: unknown) => value ?? undefined);
}

/** The text that Python’s `json.dumps` makes: blanks after `,` and `:` alone, and nothing but ASCII. */
export function pythonJson(value: object): string {
  return (
    JSON.stringify(value, null, 1)
      // A line break is never part of a string.
      .replace(/,\n */g, ', ')
      .replace(/\n */g, '')
      .replace(/[\x7f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
  );
}
