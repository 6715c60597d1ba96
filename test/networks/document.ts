import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from '../editor/repositoryRoot.ts';

const file = path.join(repositoryRoot, 'docs/NETWORKS.md');
/** Between them stands the table, as the tests have printed it. */
const begin = '<!-- prettier-ignore-start -->\n';
const end = '\n<!-- prettier-ignore-end -->';

export function writeDocument(table: string): void {
  const { before, after } = parts();
  writeFileSync(file, before + table + after);
}

/** Whether the table in the docs is what was found, or, where not all was tried, at least holds that. */
export function isDocumented(table: string, isWhole: boolean): boolean {
  const documented = parts().table.split('\n');
  const found = table.split('\n');
  const added = found.filter((line) => !documented.includes(line));
  const gone = isWhole ? documented.filter((line) => !found.includes(line)) : [];
  const isSame = isWhole ? documented.join() === found.join() : added.length === 0;
  console.log(
    isSame
      ? '✔ docs/NETWORKS.md says the same'
      : '✘ docs/NETWORKS.md says something else; "npm run test:networks -- --write" rewrites it',
  );
  for (const line of gone) console.log(`  - ${line}`);
  for (const line of added) console.log(`  + ${line}`);
  return isSame;
}

function parts() {
  const text = readFileSync(file, 'utf8');
  const [start, stop] = [text.indexOf(begin) + begin.length, text.indexOf(end)];
  return { before: text.slice(0, start), table: text.slice(start, stop), after: text.slice(stop) };
}
