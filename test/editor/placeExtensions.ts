import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import jszip from 'jszip';

interface Manifest {
  readonly publisher: string;
  readonly name: string;
  readonly version: string;
}

/**
 * Unpacks .vsix files where an editor that has not been started yet looks for its extensions, as `--install-extension` leaves
 * them behind, without the seconds that a start of the editor for it takes.
 * @param extensionsDir must not exist yet.
 */
export async function placeExtensions(files: readonly string[], extensionsDir: string): Promise<void> {
  await mkdir(extensionsDir, { recursive: true });
  const entries: object[] = [];
  for (const file of files) entries.push(await place(file, extensionsDir));
  await writeFile(path.join(extensionsDir, 'extensions.json'), JSON.stringify(entries));
}

/** @returns what `extensions.json` says of it. */
async function place(file: string, extensionsDir: string): Promise<object> {
  const archive = await jszip.loadAsync(await readFile(file));
  const manifest = JSON.parse(
    (await archive.file('extension/package.json')?.async('string')) ?? '',
  ) as Manifest;
  const id = `${manifest.publisher}.${manifest.name}`.toLowerCase();
  const folder = path.join(extensionsDir, `${id}-${manifest.version}`);
  for (const [name, entry] of Object.entries(archive.files)) {
    if (entry.dir) continue;
    const target = targetOf(name);
    if (target === undefined) continue;
    const whole = path.join(folder, target);
    await mkdir(path.dirname(whole), { recursive: true });
    await writeFile(whole, await entry.async('nodebuffer'));
  }
  const metadata = { installedTimestamp: Date.now(), pinned: true, source: 'vsix' };
  const location = { $mid: 1, path: folder, scheme: 'file' };
  return {
    identifier: { id },
    version: manifest.version,
    location,
    relativeLocation: path.basename(folder),
    metadata,
  };
}

/** Of an entry of the archive, below the folder of the extension. The archive's own list of types stays behind. */
function targetOf(name: string): string | undefined {
  if (name === 'extension.vsixmanifest') return '.vsixmanifest';
  return name.startsWith('extension/') ? name.slice('extension/'.length) : undefined;
}
