import { releasedChangelog } from './changelog.ts';

const API = '@sso-signin/aws-sso-api';

interface Versioned {
  version?: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}

interface Lockfile extends Versioned {
  readonly packages: Record<string, Versioned>;
}

/**
 * The files that name a version, each as it is with a new one. The api package gets the same version if it has changed, and keeps its own
 * otherwise.
 * @param files by their paths: manifests, changelogs and the lockfile.
 */
export function newVersion(
  files: ReadonlyMap<string, string>,
  version: string,
  date: string,
): ReadonlyMap<string, string> {
  // The marketplace knows no pre-release by its version.
  if (!/^\d+\.\d+\.\d+$/.test(version)) throw new Error(`"${version}" isn't a version such as 1.0.0.`);
  const current = (JSON.parse(files.get('package.json') ?? '{}') as Versioned).version ?? '';
  if (current.localeCompare(version, 'en', { numeric: true }) >= 0) {
    throw new Error(`${version} isn't newer than ${current}.`);
  }
  const changelog = releasedChangelog(files.get('CHANGELOG.md') ?? '', version, date);
  if (changelog === undefined) throw new Error('CHANGELOG.md has no unreleased changes.');
  const apiChangelog = releasedChangelog(files.get('api/CHANGELOG.md') ?? '', version, date);
  const isApiNew = apiChangelog !== undefined;

  const changed = new Map([['CHANGELOG.md', changelog]]);
  if (isApiNew) changed.set('api/CHANGELOG.md', apiChangelog);
  for (const [file, text] of files) {
    if (!file.endsWith('.json')) continue;
    const json = JSON.parse(text) as Versioned | Lockfile;
    if (file === 'package-lock.json') {
      for (const [folder, part] of Object.entries((json as Lockfile).packages)) set(folder, part);
    }
    set(file.replace(/\/?package(-lock)?\.json$/, ''), json);
    changed.set(file, `${JSON.stringify(json, undefined, 2)}\n`);
  }
  return changed;

  function set(folder: string, part: Versioned): void {
    if (folder === '' || (folder === 'api' && isApiNew)) part.version = version;
    for (const dependencies of isApiNew ? [part.dependencies, part.devDependencies] : []) {
      if (dependencies && API in dependencies) dependencies[API] = version;
    }
  }
}
