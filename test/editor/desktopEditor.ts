import { existsSync, realpathSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { downloadsFolder } from './repositoryRoot.ts';

export interface DesktopEditor {
  executable: string;
  version: string;
}

/** The VS Code that VSCODE_PATH names, or `code` of the PATH, else a download. */
export async function desktopEditor(): Promise<DesktopEditor> {
  if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) {
    throw new Error('A desktop VS Code needs a display: leave --desktop away, or run this under xvfb-run.');
  }
  const named = process.env['VSCODE_PATH'];
  if (named && !existsSync(named)) throw new Error(`VSCODE_PATH names ${named}, which does not exist.`);
  const executable = named || (installedOnPath() ?? (await download()));
  return { executable, version: await versionOf(executable) };
}

/** `code` is a script in `bin`; the program is elsewhere in the same installation. */
function installedOnPath(): string | undefined {
  const script = process.platform === 'win32' ? 'code.cmd' : 'code';
  for (const folder of (process.env['PATH'] ?? '').split(path.delimiter)) {
    const found = path.join(folder, script);
    if (folder === '' || !existsSync(found)) continue;
    const bin = path.dirname(realpathSync(found));
    const programs = ['../code', '../Code.exe', '../../../MacOS/Electron', '../../../MacOS/Code'];
    const program = programs.map((name) => path.resolve(bin, name)).find((file) => existsSync(file));
    if (program !== undefined) return program;
  }
  return undefined;
}

async function download(): Promise<string> {
  try {
    return await downloadAndUnzipVSCode({ version: 'stable', cachePath: downloadsFolder });
  } catch (error) {
    throw new Error(
      'There is no desktop VS Code here and none can be downloaded: install it, name it in VSCODE_PATH, or leave --desktop away.',
      { cause: error },
    );
  }
}

async function versionOf(executable: string): Promise<string> {
  const folder = path.dirname(executable);
  for (const manifest of ['resources/app/package.json', '../Resources/app/package.json']) {
    const text = await readFile(path.join(folder, manifest), 'utf8').catch(() => undefined);
    if (text !== undefined) return (JSON.parse(text) as { version: string }).version;
  }
  return 'of an unknown version';
}
