import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { build } from 'esbuild';
import { repositoryRoot } from '../../test/editor/repositoryRoot.ts';
import { bundles, dependents } from '../bundles.ts';
import type { WorkItem } from './WorkItem.ts';

/** What every item that runs the packaged extension reads besides the bundles. */
const PACKAGED = /^(package\.json|package\.nls.*|l10n\/|media\/|README\.md|CHANGELOG\.md|LICENSE|examples\/)/;
const PACKAGING = 'scripts/packageExtensions.ts';

export interface Touched {
  readonly run: WorkItem[];
  /** The names of items, and of files of items, that run without. */
  readonly left: string[];
}

/**
 * Which items a change against the revision touches, by the imports of their files. A file that nothing is known to import
 * counts for its tier, and one outside of the tiers for all. Checks look at all files, so they are always among them.
 */
export async function touched(items: readonly WorkItem[], revision: string): Promise<Touched> {
  const changed = changedFiles(revision);
  const imports = await importsOf(items);
  const product = await inputsOf(
    [...bundles, ...dependents].flatMap(({ entryPoints }) => entryPoints as string[]),
  );
  const known = new Set([...product, ...[...imports.values()].flatMap((files) => [...files])]);
  const doesTouch = (file: string, entry: string): boolean => {
    const loaded = imports.get(entry) ?? new Set();
    const packages = loaded.has(PACKAGING) && (product.has(file) || PACKAGED.test(file));
    return loaded.has(file) || packages || (!known.has(file) && unknownTouches(file, entry));
  };

  const run: WorkItem[] = [];
  const left: string[] = [];
  for (const item of items) {
    const entries = entriesOf(item);
    const hit = entries.filter((entry) => changed.some((file) => doesTouch(file, entry)));
    const reads = changed.some((file) => item.reads?.includes(file));
    if (item.isCheck || reads || (hit.length > 0 && !item.files)) run.push(item);
    else if (hit.length > 0) {
      run.push({ ...item, files: hit });
      left.push(...(item.files ?? []).filter((file) => !hit.includes(file)));
    } else left.push(item.name);
  }
  return { run, left };
}

/** Pages are read by unit tests alone; what else nobody imports may be anybody's. */
function unknownTouches(file: string, entry: string): boolean {
  const tierOf = (name: string): string | undefined => /^test\/(\w[\w-]*)\//.exec(name)?.[1];
  if (/\.md$|^docs\//.test(file)) return tierOf(entry) === 'unit';
  const tier = tierOf(file);
  const isTier =
    tier !== undefined && ['unit', 'conformance', 'host', 'networks', 'faults', 'e2e'].includes(tier);
  return !isTier || tier === tierOf(entry);
}

const entriesOf = ({ files = [], args, entries = [] }: WorkItem): readonly string[] => [
  ...files,
  ...args.filter((argument) => argument.endsWith('.ts')),
  ...entries,
];

async function importsOf(items: readonly WorkItem[]): Promise<Map<string, Set<string>>> {
  const entries = [...new Set(items.filter(({ isCheck }) => !isCheck).flatMap(entriesOf))];
  return new Map(await Promise.all(entries.map(async (entry) => [entry, await inputsOf([entry])] as const)));
}

/** All that these files import, and what that imports, without packages. */
async function inputsOf(entryPoints: readonly string[]): Promise<Set<string>> {
  const { metafile } = await build({
    entryPoints: [...entryPoints],
    absWorkingDir: repositoryRoot,
    outdir: path.join(repositoryRoot, 'build/nowhere'),
    bundle: true,
    write: false,
    metafile: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    logLevel: 'silent',
    external: ['*.cjs', '*.mjs'],
  });
  return new Set(Object.keys(metafile.inputs));
}

function changedFiles(revision: string): string[] {
  const git = (...args: string[]): string[] =>
    execFileSync('git', args, { cwd: repositoryRoot, encoding: 'utf8' }).split('\n').filter(Boolean);
  return [...git('diff', '--name-only', revision), ...git('ls-files', '--others', '--exclude-standard')];
}
