import { globSync } from 'node:fs';
import path from 'node:path';
import { ENGINE_VARIABLE, type Engine } from '../../test/editor/editorBuilds.ts';
import type { WorkItem } from './WorkItem.ts';

export interface TierOptions {
  readonly engine: Engine;
  /** Runs the host tier in a desktop VS Code. */
  readonly desktop?: boolean;
  /** Has the networks tier rewrite its table in the docs. */
  readonly write?: boolean;
}

export const tierNames = ['checks', 'unit', 'conformance', 'host', 'networks', 'e2e'] as const;
export type TierName = (typeof tierNames)[number];

export const root = path.join(import.meta.dirname, '../..');
const bin = (name: string): string => path.join(root, 'node_modules', name);

/** What can be seen without running the code. */
const checks: Readonly<Record<string, readonly string[]>> = {
  types: [bin('typescript/bin/tsc'), '--noEmit'],
  'types without Node.js': [bin('typescript/bin/tsc'), '--noEmit', '-p', 'examples/web-consumer'],
  lint: [bin('eslint/bin/eslint.js'), '--max-warnings=0', '.'],
  format: [bin('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.'],
  'imports go down only': [
    bin('dependency-cruiser/bin/dependency-cruiser.mjs'),
    'src',
    'api/src',
    'examples',
  ],
  'strings are exported for translation': ['scripts/checkStrings.ts'],
};

/** How many processes share the unit tests. */
const UNIT_PARTS = 2;

const testFiles = (pattern: string): string[] =>
  globSync(pattern, { cwd: root })
    .map((file) => file.replaceAll('\\', '/'))
    .sort();

/** The work of a tier, in parts that can run side by side. */
export function itemsOf(tier: TierName, { engine, desktop, write }: TierOptions): WorkItem[] {
  const env = { [ENGINE_VARIABLE]: engine };
  switch (tier) {
    case 'checks':
      return Object.entries(checks).map(([name, args]) => ({ name, args, isCheck: true }));
    case 'unit': {
      const files = testFiles('test/unit/**/*.test.ts');
      return Array.from({ length: UNIT_PARTS }, (_, part) => ({
        name: `unit ${part + 1} of ${UNIT_PARTS}`,
        args: mocha(2_000),
        files: files.filter((_file, index) => index % UNIT_PARTS === part),
      }));
    }
    case 'conformance':
      return testFiles('test/conformance/*.test.ts').map((file) => suite('conformance', file, 20_000));
    case 'host':
      return [
        {
          name: engine === 'minimum' ? 'host, minimum engine' : 'host',
          args: ['test/host/main.ts', ...(desktop ? ['--desktop'] : [])],
          env,
          reads: ['test/host'],
        },
      ];
    case 'networks':
      return [
        {
          name: 'networks',
          args: ['test/networks/main.ts', ...(write ? ['--write'] : [])],
          env,
          reads: ['test/networks', 'docs/NETWORKS.md'],
        },
      ];
    case 'e2e':
      // Of the minimum engine the one journey that every sign-in needs: whatever the extension itself does is shown in the newest.
      return engine === 'minimum'
        ? [{ ...suite('e2e', 'test/e2e/signIn.test.ts', 90_000), name: 'e2e/signIn, minimum engine', env }]
        : testFiles('test/e2e/*.test.ts').map((file) => ({ ...suite('e2e', file, 90_000), env }));
  }
}

function suite(tier: string, file: string, timeoutMs: number): WorkItem {
  return { name: `${tier}/${path.basename(file, '.test.ts')}`, args: mocha(timeoutMs), files: [file] };
}

const mocha = (timeoutMs: number): string[] => [
  bin('mocha/bin/mocha.js'),
  '--reporter',
  'test/countingReporter.cjs',
  '--timeout',
  String(timeoutMs),
];
