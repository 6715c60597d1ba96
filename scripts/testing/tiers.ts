import { readdirSync } from 'node:fs';
import path from 'node:path';
import { DESKTOP_VARIABLE } from '../../test/desktop/desktopVariable.ts';
import { ENGINE_VARIABLE, type Engine } from '../../test/editor/editorBuilds.ts';
import { repositoryRoot } from '../../test/editor/repositoryRoot.ts';
import type { WorkItem } from './WorkItem.ts';

export interface TierOptions {
  readonly engine: Engine;
  /** Runs the host tier, and those journeys of e2e that only a desktop shows, in a desktop VS Code. */
  readonly desktop?: boolean;
  /** Has the tiers networks and faults rewrite their tables in the docs. */
  readonly write?: boolean;
}

export const tierNames = ['checks', 'unit', 'conformance', 'host', 'networks', 'faults', 'e2e'] as const;
export type TierName = (typeof tierNames)[number];

const bin = (name: string): string => path.join(repositoryRoot, 'node_modules', name);

/** Of a test, which may wait for several things on a busy machine. */
const E2E_MS = 180_000;

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
  'nothing is unused': [
    bin('knip/bin/knip.js'),
    '--no-progress',
    '--no-config-hints',
    '--include=files,dependencies,exports,types',
  ],
  'strings are exported for translation': ['scripts/checkStrings.ts'],
};

/** Unit tests that compute for as long as all others together, each kind in a process of its own. */
const slowUnits: Readonly<Record<string, RegExp>> = {
  'unit/simulatedMonth': /\/simulatedMonth\./,
  'unit/package': /\/package\./,
};

/** Unit tests that wait for processes, sockets and files. */
const waitingUnits: Readonly<Record<string, RegExp>> = {
  'unit/windows': /\/(sessions\/windows\/\w+|loginCacheFiles)\.test/,
  'unit/served': /\/served\/(ServedProfiles|ServedRoles|helperScript)\.test/,
  'unit/servers': /\/(http\/loopback\/\w+|identity-center\/main)\.test/,
};

/** The tests below a folder, relative to the root of the repository. */
function testFiles(folder: string): string[] {
  return readdirSync(path.join(repositoryRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .sort();
}

/** The work of a tier, in parts that can run side by side. */
export function itemsOf(tier: TierName, { engine, desktop, write }: TierOptions): WorkItem[] {
  const env = { [ENGINE_VARIABLE]: engine };
  switch (tier) {
    case 'checks':
      return Object.entries(checks).map(([name, args]) => ({ name, args, isCheck: true }));
    case 'unit': {
      const files = testFiles('test/unit');
      const apart = { ...slowUnits, ...waitingUnits };
      const rest = files.filter((file) => !Object.values(apart).some((kind) => kind.test(file)));
      return [
        { name: 'unit', args: mocha(10_000), files: rest },
        ...Object.entries(apart).map(([name, kind]) => ({
          name,
          args: mocha(10_000),
          files: files.filter((file) => kind.test(file)),
          waits: name in waitingUnits,
        })),
      ];
    }
    case 'conformance':
      return testFiles('test/conformance').map((file) => suite('conformance', file, 20_000));
    case 'host':
      return [
        {
          name: engine === 'minimum' ? 'host, minimum engine' : 'host',
          args: ['test/host/main.ts', ...(desktop ? ['--desktop'] : [])],
          env,
          entries: testFiles('test/host'),
        },
      ];
    case 'networks':
      return [
        {
          name: 'networks',
          args: ['test/networks/main.ts', ...(write ? ['--write'] : [])],
          env,
          entries: testFiles('test/networks/host'),
          reads: ['docs/NETWORKS.md'],
        },
      ];
    case 'faults':
      return [
        {
          name: 'faults',
          args: ['test/faults/main.ts', ...(write ? ['--write'] : [])],
          reads: ['docs/RELIABILITY.md'],
        },
        { name: 'crashes', args: ['test/crashes/main.ts', '--sample', '4'] },
      ];
    case 'e2e':
      if (desktop) {
        const suiteOf = suite('e2e', 'test/e2e/desktop.test.ts', E2E_MS);
        return [{ ...suiteOf, env: { ...env, [DESKTOP_VARIABLE]: '1' } }];
      }
      // Of the minimum engine the one journey that every sign-in needs: whatever the extension itself does is shown in the newest.
      return engine === 'minimum'
        ? [{ ...suite('e2e', 'test/e2e/signIn.test.ts', E2E_MS), name: 'e2e/signIn, minimum engine', env }]
        : testFiles('test/e2e').map((file) => ({ ...suite('e2e', file, E2E_MS), env }));
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
