import { realpath, stat } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import { messageOf } from '../../base/errors.ts';
import { readRegularFile } from '../../base/readRegularFile.ts';
import { asAwsConfig, type AwsConfig, type Settings } from './awsConfig.ts';
import { decodeText } from './decodeText.ts';
import { type Environment, expandPath } from './homeDirectory.ts';
import { type IniFile, parseIni } from './ini.ts';

/** The AWS config file and the credentials file, read together. */
export interface AwsFilesContent {
  readonly config: AwsConfig;
  readonly credentials: IniFile;
  /** The profiles of both files, as the AWS CLI merges them: a setting of the credentials file wins. */
  readonly profiles: ReadonlyMap<string, Settings>;
  /** A file that is there and cannot be read. */
  readonly problems: readonly FileProblem[];
}

export interface FileProblem {
  readonly file: string;
  readonly sentence: string;
}

interface Kept {
  /** Differs whenever the file does. */
  readonly state: string;
  readonly read: Promise<ReadFile>;
}

interface ReadFile {
  readonly ini: IniFile;
  readonly problem?: FileProblem;
}

/**
 * A file that was changed so recently may change again without another time of change, in milliseconds: FAT counts in
 * steps of two seconds.
 */
const SETTLE_MS = 2_000;

/** The absolute path of the AWS config file, whether or not it exists. */
export function awsConfigFile(env: Environment): string {
  return expandPath(env['AWS_CONFIG_FILE'] || '~/.aws/config', env);
}

/** The absolute path of the AWS credentials file, whether or not it exists. */
export function credentialsFile(env: Environment): string {
  return expandPath(env['AWS_SHARED_CREDENTIALS_FILE'] || '~/.aws/credentials', env);
}

/** Reads the AWS config file and the credentials file, each again only when it, or the target of its link, has changed. */
export class AwsFiles {
  readonly #kept = new Map<string, Kept>();
  #last: AwsFilesContent | undefined;

  /** Never rejects: a missing file has nothing in it. */
  async read(env: Environment): Promise<AwsFilesContent> {
    const [config, credentials] = await Promise.all([
      this.#read(awsConfigFile(env)),
      this.#read(credentialsFile(env)),
    ]);
    if (this.#last?.config.ini !== config.ini || this.#last.credentials !== credentials.ini) {
      const parsed = asAwsConfig(config.ini);
      this.#last = {
        config: parsed,
        credentials: credentials.ini,
        profiles: merged(parsed, credentials.ini),
        problems: [config.problem, credentials.problem].filter((problem) => problem !== undefined),
      };
    }
    return this.#last;
  }

  async #read(file: string): Promise<ReadFile> {
    const state = await stateOf(file);
    const kept = this.#kept.get(file);
    if (state !== undefined && kept?.state === state) {
      return kept.read;
    }
    const read = readOnce(file);
    if (state === undefined) {
      this.#kept.delete(file);
    } else {
      this.#kept.set(file, { state, read });
    }
    return read;
  }
}

/** The files that have to be watched: a link, and what it leads to. */
export async function filesBehind(file: string): Promise<readonly string[]> {
  const target = await realpath(file).catch(() => file);
  return target === file ? [file] : [file, target];
}

/** Undefined where it says nothing, for instance of a file that has just been changed. */
async function stateOf(file: string): Promise<string | undefined> {
  try {
    const { dev, ino, size, mtimeMs, mtimeNs, ctimeNs } = await stat(file, { bigint: true });
    const isSettled = Math.abs(Date.now() - Number(mtimeMs)) > SETTLE_MS;
    return isSettled ? [dev, ino, size, mtimeNs, ctimeNs].join() : undefined;
  } catch (error) {
    return isMissing(error) ? 'missing' : undefined;
  }
}

async function readOnce(file: string): Promise<ReadFile> {
  try {
    const { text, problems } = decodeText(await readRegularFile(file));
    const ini = parseIni(text, file);
    return { ini: { ...ini, problems: [...problems, ...ini.problems] } };
  } catch (error) {
    const ini = parseIni('', file);
    return isMissing(error) ? { ini } : { ini, problem: { file, sentence: unreadable(file, error) } };
  }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT';
}

function unreadable(file: string, error: unknown): string {
  const { code = messageOf(error) } = error as NodeJS.ErrnoException;
  return l10n.t('Couldn’t read {0} ({1}). Check that it’s a file, and that you may read it.', file, code);
}

function merged({ profiles }: AwsConfig, { sections }: IniFile): ReadonlyMap<string, Settings> {
  const all = new Map<string, Settings>();
  for (const { name, settings } of profiles.values()) {
    all.set(name, settings);
  }
  for (const { header, settings } of sections.values()) {
    const before = all.get(header);
    all.set(header, before ? new Map([...before, ...settings]) : settings);
  }
  return all;
}
