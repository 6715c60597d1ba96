import { chmodSync, mkdirSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { writeFileAtomically } from '../../aws/config/writeFileAtomically.ts';
import type { HelperTexts } from '../../helper/messages.ts';
import { cmdScript, posixScript } from './helperScript.ts';

export interface HelperOptions {
  /** Where it is put, for its owner alone. */
  readonly directory: string;
  /** The bundle that ships. */
  readonly bundle: string;
  /** What runs it: the editor itself, or the Node.js of its server. */
  readonly executable: string;
  readonly platform?: NodeJS.Platform;
}

/** The program that profiles name. */
export function helperPath(directory: string, platform: NodeJS.Platform = process.platform): string {
  return path.join(directory, platform === 'win32' ? 'aws-credentials.cmd' : 'aws-credentials');
}

/**
 * Puts the helper in its place, each file all at once, unless it is there as it has to be: after an update, a program that runs
 * the old one goes on with that.
 *
 * @throws the file system's errors.
 */
export async function writeHelper(options: HelperOptions): Promise<void> {
  const { directory, bundle, executable, platform = process.platform } = options;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  chmodSync(directory, 0o700);
  const script = { executable, noExecutable: noExecutable() };
  const program = `const TEXTS = ${JSON.stringify(helperTexts())};\n${await readFile(bundle, 'utf8')}`;
  // The program first: the script runs it.
  await keep(path.join(directory, 'credentialHelper.cjs'), program, 0o600);
  await keep(
    helperPath(directory, platform),
    platform === 'win32' ? cmdScript(script) : posixScript(script),
    0o700,
  );
}

async function keep(file: string, content: string, mode: number): Promise<void> {
  if ((await readFile(file, 'utf8').catch(() => undefined)) !== content) {
    await writeFileAtomically(file, content, { mode });
  }
}

function helperTexts(): HelperTexts {
  return {
    usage: l10n.t('Usage: {0}', 'aws-credentials --session NAME --account ID --role NAME [--wait]'),
    noWindow: l10n.t(
      'No VS Code window gives out AWS credentials. Open VS Code, and a terminal or the AWS SSO view in it, then try again.',
    ),
    noAnswer: l10n.t('VS Code didn’t answer in time. Try again in a moment.'),
  };
}

function noExecutable(): string {
  return l10n.t(
    'VS Code was moved or removed, so it can’t give out AWS credentials. Open VS Code once, then try again.',
  );
}
