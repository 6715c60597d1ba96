import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'esbuild';
import ts from 'typescript';
import { repositoryRoot } from '../editor/repositoryRoot.ts';
import { CRASH_POINT } from './crashPointName.ts';

const SOURCES = path.join(repositoryRoot, 'src') + path.sep;

/**
 * Passes what each `await` waits for through the function, with the place of the `await`: one point when it begins to wait, and
 * another when it is over. The sources have no word of it, so neither has what ships.
 */
export const crashPoints: Plugin = {
  name: 'crash-points',
  setup: (build) =>
    build.onLoad({ filter: /\.ts$/ }, ({ path: file }) =>
      file.startsWith(SOURCES)
        ? {
            contents: withCrashPoints(
              readFileSync(file, 'utf8'),
              path.relative(SOURCES, file).replaceAll('\\', '/'),
            ),
            loader: 'ts',
          }
        : undefined,
    ),
};

/** @param name what places in the source begin with. */
export function withCrashPoints(source: string, name: string): string {
  const file = ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true);
  const insertions: { readonly at: number; readonly text: string }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isAwaitExpression(node)) {
      const { line, character } = file.getLineAndCharacterOfPosition(node.getStart(file));
      const place = `${name}:${line + 1}:${character + 1}`;
      insertions.push(
        { at: node.expression.getStart(file), text: `globalThis.${CRASH_POINT}('${place}', ` },
        { at: node.expression.getEnd(), text: ')' },
      );
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  // Of two that begin or end at the same place, the outer one begins first and ends last.
  const ordered = insertions.map((insertion, order) => ({ ...insertion, order }));
  ordered.sort((one, other) => other.at - one.at || other.order - one.order);
  return ordered.reduce((text, { at, text: more }) => text.slice(0, at) + more + text.slice(at), source);
}
