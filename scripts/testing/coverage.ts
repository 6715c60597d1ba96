import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What a process leaves in NODE_V8_COVERAGE. */
interface V8Coverage {
  readonly result: { readonly url: string }[];
  readonly 'source-map-cache'?: Readonly<Record<string, CachedMap>>;
}

interface CachedMap {
  readonly lineLengths: readonly number[];
  readonly data: { readonly sources: readonly string[] } | null;
}

/** Where an editor has the packaged extension; or, in its development, the folder itself. */
const placed = /^file:\/\/.*\/extensions\/sso-signin\.aws-sso-\d[^/]*\//;

/**
 * Takes from the coverage of many processes what is of this extension, and under one address, wherever its bundles were; the rest
 * is a hundred times as much.
 * @param folders of NODE_V8_COVERAGE. @param root the sources' repository. @param target a folder that is made anew.
 */
export function collectOwn(folders: readonly string[], root: string, target: string): void {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const inRoot = (url: string): string => url.replace(placed, `file://${root}/`);
  const own = (url: string): string | undefined => {
    const file = inRoot(url);
    const isOwn = [`file://${root}/src/`, `file://${root}/dist/`].some((prefix) => file.startsWith(prefix));
    return isOwn ? file : undefined;
  };
  let count = 0;
  for (const folder of folders)
    for (const name of readdirSync(folder).filter((file) => file.endsWith('.json'))) {
      const coverage = read(path.join(folder, name));
      // A process that was killed has written half of it.
      if (!coverage) continue;
      const result = coverage.result.flatMap((script) => {
        const url = own(script.url);
        return url === undefined ? [] : [{ ...script, url }];
      });
      if (result.length === 0) continue;
      const maps = Object.entries(coverage['source-map-cache'] ?? {}).flatMap(([url, map]) => {
        const renamed = own(url);
        if (renamed === undefined) return [];
        // What reads it finds a source by its path alone.
        const sources = map.data?.sources.map((source) => inRoot(source).replace(/^file:\/\//, ''));
        return [[renamed, { ...map, data: map.data && { ...map.data, sources } }] as const];
      });
      const kept = { result, 'source-map-cache': Object.fromEntries(maps) };
      writeFileSync(path.join(target, `coverage-${(count += 1)}.json`), JSON.stringify(kept));
    }
}

function read(file: string): V8Coverage | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as V8Coverage;
  } catch {
    return undefined;
  }
}

/** @returns a table of lines and branches of `src`, for all and for each folder or file. */
export function reportOf(collected: string, root: string, reporter: 'text' | 'text-summary'): string {
  const c8 = path.join(import.meta.dirname, '../../node_modules/c8/bin/c8.js');
  const options = ['--temp-directory', collected, '--reporter', reporter, '--exclude-after-remap'];
  const args = [c8, 'report', ...options, '--all', '--src', 'src', '--include', 'src/**/*.ts'];
  return execFileSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 100_000_000,
    env: { ...process.env, NODE_V8_COVERAGE: undefined },
  });
}
