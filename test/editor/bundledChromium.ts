import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { cleanEnvironment } from './cleanEnvironment.ts';
import { GuardedProcess } from './GuardedProcess.ts';
import { nodeBinary } from './nodeBinary.ts';
import { downloadsFolder, repositoryRoot } from './repositoryRoot.ts';
import { withLock } from './withLock.ts';

export interface BundledChromium {
  executable: string;
  /** Libraries that a machine without a desktop may lack. */
  libraries: string;
  env: Record<string, string>;
}

/** Unpacks the headless Chromium of `@sparticuz/chromium` once, where two processes cannot catch it half written. */
export async function bundledChromium(): Promise<BundledChromium> {
  if (process.platform !== 'linux') {
    throw new Error('No Chrome, Chromium or Edge was found. Install one, or name it in CHROME_PATH.');
  }
  const manifest = createRequire(import.meta.url)
    .resolve('@sparticuz/chromium')
    .replace(/build.*/, 'package.json');
  const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { version: string };
  const folder = path.join(downloadsFolder, `chromium-${version}`);
  const marker = path.join(folder, 'unpacked');
  if (!existsSync(marker)) {
    await withLock(`${folder}.lock`, 'the unpacking of Chromium', async () => {
      if (existsSync(marker)) return;
      await unpack(folder);
      await writeFile(marker, '');
    });
  }
  return {
    executable: path.join(folder, 'chromium'),
    libraries: path.join(folder, 'al2023/lib'),
    env: existsSync('/etc/fonts/fonts.conf') ? {} : { FONTCONFIG_FILE: path.join(folder, 'fonts.conf') },
  };
}

async function unpack(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const script = "import('@sparticuz/chromium').then((module) => module.default.executablePath())";
  const child = new GuardedProcess(nodeBinary(), ['--eval', script], {
    cwd: repositoryRoot,
    // It unpacks into the temporary folder, and its shared libraries only if it takes this for a Lambda function.
    env: cleanEnvironment({ TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' }),
  });
  if ((await child.exited) !== 0) throw new Error(`Chromium could not be unpacked:\n${child.output}`);
  const fonts = `<fontconfig><dir>${folder}/fonts</dir><cachedir>${folder}/fonts-cache</cachedir></fontconfig>`;
  await writeFile(
    path.join(folder, 'fonts.conf'),
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">${fonts}`,
  );
}
