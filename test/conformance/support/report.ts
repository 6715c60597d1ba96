interface Row {
  readonly operations: Set<string>;
  cases: number;
  passed: number;
}

const rows = new Map<string, Row>();
const absent: string[] = [];

/** A test of one client, counted in the table that is printed at the end. */
export function conforms(
  client: string,
  operation: string,
  what: string,
  test: () => Promise<void> | void,
): void {
  let row = rows.get(client);
  if (!row) {
    row = { operations: new Set(), cases: 0, passed: 0 };
    rows.set(client, row);
  }
  const counted = row;
  counted.operations.add(operation);
  counted.cases++;
  it(`${operation}: ${what}`, async () => {
    await test();
    counted.passed++;
  });
}

/** Says that a client is not on this machine, and counts as skipped, so that nobody takes silence for success. */
export function notInstalled(client: string): void {
  absent.push(client);
  it(`${client} is not installed here`);
}

after(() => {
  const table = [...rows].map(([client, { operations, cases, passed }]) => ({
    client,
    operations: [...operations].join(', '),
    cases: String(cases),
    passed: String(passed),
  }));
  const columns = ['client', 'operations', 'cases', 'passed'] as const;
  const width = (column: (typeof columns)[number]) =>
    Math.max(column.length, ...table.map((row) => row[column].length));
  const line = (row: Record<(typeof columns)[number], string>) =>
    columns.map((column) => row[column].padEnd(width(column))).join('  ');
  console.log('\nClients against the local Identity Center:\n');
  console.log(line({ client: 'client', operations: 'operations', cases: 'cases', passed: 'passed' }));
  table.forEach((row) => console.log(line(row) + (row.passed === row.cases ? '' : '  FAILED')));
  absent.forEach((client) => console.log(`not installed here: ${client}`));
});
