import type { Row } from './Row.ts';

/** Situation × path × outcome, in Markdown. */
export function table(rows: readonly Row[]): string {
  const lines = groupBy(rows, ({ group }) => group).flatMap((ofGroup) => [
    `| **${ofGroup[0].group}** | | |`,
    ...ofGroup.map(line),
  ]);
  return ['| situation | path | outcome |', '| --- | --- | --- |', ...lines].join('\n');
}

function line({ situation, path, failure }: Row): string {
  return `| ${situation} | ${path || 'none'} | ${failure || 'works'} |`;
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
