import { pathToFileURL } from 'node:url';
import type { Benchmark } from './Figure.ts';

/** Runs the benchmark of a module and tells its figures: in a process of its own, which has nothing to do with the one before. */
const [file = ''] = process.argv.slice(2);
const { benchmark } = (await import(pathToFileURL(file).href)) as { benchmark: Benchmark };
const figures = await benchmark.run();
process.send?.(figures, () => process.exit());
