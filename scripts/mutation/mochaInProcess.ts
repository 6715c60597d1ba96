import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { PluginKind, commonTokens, declareClassPlugin, tokens } from '@stryker-mutator/api/plugin';
import type { StrykerOptions } from '@stryker-mutator/api/core';
import {
  type DryRunOptions,
  type DryRunResult,
  DryRunStatus,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
  type TestRunnerCapabilities,
  TestStatus,
  determineHitLimitReached,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import Mocha from 'mocha';

interface InstrumenterContext {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  mutantCoverage?: NonNullable<Extract<DryRunResult, { status: DryRunStatus.Complete }>['mutantCoverage']>;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
}

/**
 * Runs the tests of all mutants in one process: `@stryker-mutator/mocha-runner` does the same, but takes Mocha below 12 only.
 * A mutant is switched on while its tests run, so no module is loaded twice.
 */
class MochaInProcess implements TestRunner {
  static readonly inject = tokens(commonTokens.options);
  readonly #files: readonly string[];
  readonly #context: InstrumenterContext;
  readonly #mocha = new Mocha({ timeout: 0, reporter: class extends Mocha.reporters.Base {} });
  #loaded = false;
  #traced = false;

  constructor(options: StrykerOptions) {
    this.#files = options['testsInProcess'] as string[];
    const shared = globalThis as unknown as Record<string, InstrumenterContext | undefined>;
    this.#context = shared['__stryker__'] ??= {};
  }

  capabilities(): TestRunnerCapabilities {
    return { reloadEnvironment: false };
  }

  async init(): Promise<void> {
    // Also required by the configuration of Mocha, which reads that from the command line only.
    await import(pathToFileURL(path.resolve('test/unit/support/useShownArguments.ts')).href);
    this.#files.forEach((file) => this.#mocha.addFile(path.resolve(file)));
    this.#mocha.cleanReferencesAfterRun(false);
    const trace = (test: Mocha.Runnable | undefined): void => {
      if (this.#traced) {
        this.#context.currentTestId = test?.fullTitle();
      }
    };
    this.#mocha.suite.beforeEach(function () {
      trace(this.currentTest);
    });
  }

  async dryRun({ coverageAnalysis, disableBail }: DryRunOptions): Promise<DryRunResult> {
    this.#traced = coverageAnalysis === 'perTest';
    const result = await this.#run(disableBail);
    this.#traced = false;
    const { mutantCoverage } = this.#context;
    return result.status === DryRunStatus.Complete && mutantCoverage ? { ...result, mutantCoverage } : result;
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    this.#context.hitLimit = options.hitLimit;
    this.#context.hitCount = options.hitLimit === undefined ? undefined : 0;
    const escaped = options.testFilter?.map((title) => `^${title.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')}$`);
    this.#mocha.grep(new RegExp(escaped?.join('|') ?? ''));
    return toMutantRunResult(
      await this.#run(options.disableBail, options.activeMutant.id, options.mutantActivation),
    );
  }

  async #run(disableBail: boolean, mutant?: string, activation?: string): Promise<DryRunResult> {
    setBail(this.#mocha.suite, !disableBail);
    const tests: TestResult[] = [];
    try {
      if (!this.#loaded) {
        this.#context.activeMutant = activation === 'static' ? mutant : undefined;
        await this.#mocha.loadFilesAsync();
        this.#loaded = true;
      }
      this.#context.activeMutant = mutant;
      await new Promise<void>((resolve) => {
        const runner = this.#mocha.run(() => resolve());
        const base = (test: Mocha.Test): { id: string; name: string; timeSpentMs: number } => ({
          id: test.fullTitle(),
          name: test.fullTitle(),
          timeSpentMs: test.duration ?? 0,
        });
        runner.on('pass', (test) => tests.push({ ...base(test), status: TestStatus.Success }));
        runner.on('pending', (test) => tests.push({ ...base(test), status: TestStatus.Skipped }));
        runner.on('fail', (test, error) =>
          tests.push({ ...base(test), status: TestStatus.Failed, failureMessage: String(error) }),
        );
      });
    } catch (error) {
      return { status: DryRunStatus.Error, errorMessage: String(error) };
    }
    return (
      determineHitLimitReached(this.#context.hitCount, this.#context.hitLimit) ?? {
        status: DryRunStatus.Complete,
        tests,
      }
    );
  }
}

function setBail(suite: Mocha.Suite, bail: boolean): void {
  suite.bail(bail);
  suite.suites.forEach((inner) => setBail(inner, bail));
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'mocha-in-process', MochaInProcess)];
