import { operationNames, type Row } from './Row.ts';

/** Situation × operation × path × outcome, in Markdown. Operations that fare alike share a line. */
export function table(rows: readonly Row[]): string {
  const lines = groupBy(rows, ({ group }) => group).flatMap((ofGroup) => [
    `| **${ofGroup[0].group}** | | | |`,
    ...groupBy(ofGroup, ({ situation }) => situation).flatMap((ofSituation) =>
      groupBy(ofSituation, ({ path, failure }) => JSON.stringify([path, failure])).map(line),
    ),
  ]);
  return ['| situation | operation | path | outcome |', '| --- | --- | --- | --- |', ...lines].join('\n');
}

function line(alike: Some<Row>): string {
  const operations = operationNames.filter((name) => alike.some(({ operation }) => operation === name));
  const all = operations.length === operationNames.length ? 'all' : operations.join(', ');
  const [{ situation, path, failure }] = alike;
  return `| ${situation} | ${all} | ${path || 'none'} | ${failure || 'works'} |`;
}

type Some<Item> = [Item, ...Item[]];

/** In the order in which the groups come up first. */
function groupBy<Item>(items: readonly Item[], key: (item: Item) => string): Some<Item>[] {
  const groups = new Map<string, Some<Item>>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return [...groups.values()];
}
