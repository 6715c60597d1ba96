import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';

/** What is wrong with a disk: nothing more fits, or nothing may change. */
export type DiskFault = 'ENOSPC' | 'EROFS';

type Patched = Record<string, (...args: never[]) => unknown>;

/** Has everything fail that writes below the folder, as it fails on such a disk. @returns what ends it. */
export function failDisk(folder: string, fault: DiskFault): () => void {
  const failure = (syscall: string): Error =>
    Object.assign(new Error(`${fault}: ${syscall}`), { code: fault, syscall });
  const isBelow = (file: unknown): boolean =>
    path.resolve(String(file)).startsWith(path.resolve(folder) + path.sep);
  const undo: (() => void)[] = [];
  function patch(module: object, name: string, mustFail: (args: readonly unknown[]) => boolean): void {
    const patched = module as Patched;
    const original = patched[name];
    if (!original) {
      throw new Error(`There is no ${name}.`);
    }
    const isSync = module === fs;
    patched[name] = (...args: never[]) => {
      if (!mustFail(args)) {
        return original.apply(module, args);
      }
      if (isSync) {
        throw failure(name);
      }
      return Promise.reject(failure(name));
    };
    undo.push(() => (patched[name] = original));
  }
  const first = ([file]: readonly unknown[]): boolean => isBelow(file);
  const isNew = ([file]: readonly unknown[]): boolean => isBelow(file) && !fs.existsSync(String(file));
  for (const [module, suffix] of [
    [fs.promises, ''],
    [fs, 'Sync'],
  ] as const) {
    patch(module, `writeFile${suffix}`, first);
    patch(module, `mkdir${suffix}`, isNew);
    if (fault === 'EROFS') {
      for (const name of ['rename', 'unlink', 'rm', 'chmod', 'utimes']) {
        patch(module, name + suffix, first);
      }
    }
  }
  const writes = ([, flags]: readonly unknown[]): boolean =>
    /[wa+]/.test(typeof flags === 'string' ? flags : 'r');
  const access = fs.constants.W_OK;
  if (fault === 'EROFS') {
    patch(fs, 'openSync', (args) => first(args) && writes(args));
    patch(fs.promises, 'open', (args) => first(args) && writes(args));
    patch(fs.promises, 'access', (args) => first(args) && (Number(args[1] ?? 0) & access) !== 0);
  } else {
    // A file can be made, but nothing written to it.
    const handles = new Set<unknown>();
    const open = fs.openSync;
    fs.openSync = (...args) => {
      const handle = open(...args);
      if (first(args) && writes(args)) {
        handles.add(handle);
      }
      return handle;
    };
    undo.push(() => (fs.openSync = open));
    patch(fs, 'writeSync', ([handle]) => handles.has(handle));
  }
  syncBuiltinESMExports();
  return () => {
    undo.forEach((one) => one());
    syncBuiltinESMExports();
  };
}
