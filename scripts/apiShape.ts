import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const root = path.join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

/** What is written down of the api package, so that nobody changes it without noticing. */
export const SHAPE = 'test/unit/api/shape.txt';

/** The newest section of the package's CHANGELOG, and below it the published types without comments. */
export function apiShape(): { readonly news: string; readonly types: string } {
  const sections = read('api/CHANGELOG.md').split(/^(?=## )/m);
  const news = sections.find((section) => /^- /m.test(section)) ?? '';
  const source = ts.createSourceFile('index.d.ts', read('api/dist/index.d.ts'), ts.ScriptTarget.Latest, true);
  const printer = ts.createPrinter({ removeComments: true, newLine: ts.NewLineKind.LineFeed });
  // Where a declaration stands makes no difference to anybody.
  const declarations = source.statements.map((statement) =>
    printer.printNode(ts.EmitHint.Unspecified, statement, source),
  );
  return { news: news.trim(), types: declarations.sort().join('\n') };
}

/** What is written down. */
export function writtenShape(): { readonly news: string; readonly types: string } {
  const [news = '', types = ''] = read(SHAPE).split(/\n-{3,}\n/);
  return { news: news.trim(), types: types.trim() };
}

// Run as a script, it accepts what has changed, once that stands in the CHANGELOG.
if (process.argv[1] === import.meta.filename) {
  const [now, then] = [apiShape(), writtenShape()];
  if (now.types !== then.types && now.news === then.news) {
    throw new Error(
      'Say in api/CHANGELOG.md what is different for users of the package, and in which version.',
    );
  }
  writeFileSync(path.join(root, SHAPE), `${now.news}\n\n---\n\n${now.types}\n`);
}
