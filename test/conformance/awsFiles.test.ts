import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { CASES, type FileCase } from './fieldCases.ts';
import { listProfiles } from './support/awsConfigure.ts';
import { BotocoreReader, type ReadFiles } from './support/BotocoreReader.ts';
import { generatedFiles } from './support/generatedFiles.ts';
import { allInstalledBotocores, installedAwsCli } from './support/installedClients.ts';
import { normalized, ourReading } from './support/ourReading.ts';
import { conforms, notInstalled } from './support/report.ts';

/** How many files are thrown at the readers, and for how long at most. */
const GENERATED = Number(process.env['FILES'] ?? 400);
const GENERATED_MS = GENERATED * 10;

describe('AWS files', function () {
  this.timeout(60_000);
  let directory: string;
  before(() => (directory = mkdtempSync(path.join(tmpdir(), 'aws-files-'))));
  after(() => rmSync(directory, { recursive: true }));

  function write({ config, credentials = '' }: Pick<FileCase, 'config' | 'credentials'>): void {
    writeFileSync(path.join(directory, 'config'), config);
    writeFileSync(path.join(directory, 'credentials'), credentials);
  }

  for (const one of CASES) {
    it(`are read by this extension: ${one.what}`, async () => {
      write(one);
      const { whole, readable } = await ourReading(directory);
      const { profiles, sso_sessions } = readable as Exclude<typeof readable, { error: string }>;
      assert.deepEqual({ profiles, sso_sessions }, { profiles: {}, sso_sessions: {}, ...one.read });
      assert.equal('error' in whole, one.isRefused ?? false);
    });
  }

  const botocores = allInstalledBotocores();
  if (botocores.length === 0) {
    notInstalled('botocore');
  }
  for (const botocore of botocores) {
    const client = `${botocore.module} ${botocore.version}`;
    describe(`as ${client} reads them`, () => {
      let reader: BotocoreReader;
      before(() => (reader = new BotocoreReader(botocore)));
      after(() => reader.close());

      async function bothRead(): Promise<{ theirs: unknown; ours: unknown }> {
        const [theirs, { whole }] = await Promise.all([reader.read(directory), ourReading(directory)]);
        // What a client does not know, it says nothing about.
        const known = Object.entries(whole).filter(([name]) => name in theirs || name === 'error');
        return { theirs: normalized(theirs), ours: normalized(Object.fromEntries(known) as ReadFiles) };
      }

      for (const one of CASES) {
        conforms(client, 'AWS files', one.what, async () => {
          write(one);
          const { theirs, ours } = await bothRead();
          if (one.differs === undefined) {
            assert.deepEqual(ours, theirs);
          } else {
            // Where it is no difference any more, the table has to lose a line.
            assert.notDeepEqual(ours, theirs);
          }
        });
      }

      conforms(client, 'AWS files', `${GENERATED} generated files`, async () => {
        const seed = Number(process.env['SEED'] ?? Date.now() % 1e9);
        console.log(`      seed ${seed}`);
        await fc.assert(
          fc.asyncProperty(generatedFiles, async (files) => {
            write(files);
            const { theirs, ours } = await bothRead();
            assert.deepEqual(ours, theirs);
          }),
          { seed, numRuns: GENERATED, interruptAfterTimeLimit: GENERATED_MS },
        );
      });
    });
  }

  const cli = installedAwsCli();
  if (!cli) {
    notInstalled('AWS CLI version 2');
    return;
  }
  // It takes its time to start.
  for (const one of CASES.filter(({ read, differs }) => read.profiles && !differs)) {
    conforms(`AWS CLI ${cli.version}`, 'configure list-profiles', one.what, async () => {
      write(one);
      assert.deepEqual(await listProfiles(cli, directory), Object.keys(one.read.profiles ?? {}));
    });
  }
  conforms(
    `AWS CLI ${cli.version}`,
    'configure list-profiles',
    'refuses what this extension says',
    async () => {
      for (const one of CASES.filter(({ isRefused, differs }) => isRefused && !differs)) {
        write(one);
        assert.match(String(await listProfiles(cli, directory)), /Unable to parse config file/, one.what);
      }
    },
  );
});
