import { markdownTable } from '../reliability/table.ts';
import { type FaultName, faultNames } from './faults.ts';
import { operation, type OperationName, operationNames } from './operations.ts';
import { SENTENCES } from './Outcome.ts';

/** The operations in the order of the columns, in tables that fit on a page. */
const TABLES: Readonly<Record<string, (name: OperationName) => boolean>> = {
  'Signing in': (name) => operation(name).session === 'begins',
  'While signed in': (name) => operation(name).session !== 'begins',
};

/** The matrix as the page shows it. */
export function matrix(cellOf: (operation: OperationName, fault: FaultName) => string | undefined): string {
  const tables = Object.entries(TABLES).map(([title, isIn]) => {
    const names = operationNames.filter(isIn);
    const rows = faultNames.map((fault) => [fault, ...names.map((name) => cellOf(name, fault) ?? '–')]);
    return `### ${title}\n\n${markdownTable(['fault', ...names], rows)}`;
  });
  const sentences = Object.entries(SENTENCES).map(([name, sentence]) => [name, sentence]);
  const situations = operationNames.map((name) => [name, operation(name).by]);
  return [
    ...tables,
    `### What people are told\n\n${markdownTable(['word', 'sentence'], sentences)}`,
    `### How the operations come about\n\n${markdownTable(['operation', 'by'], situations)}`,
  ].join('\n\n');
}
