import { build, context } from 'esbuild';
import { bundles, dependents } from './scripts/bundles.ts';

if (process.argv.includes('--watch')) {
  for (const options of bundles) {
    const watching = await context({ ...options, minify: false, sourcemap: 'linked', logLevel: 'info' });
    await watching.watch();
  }
} else {
  await Promise.all(bundles.map((options) => build(options)));
  await Promise.all(dependents.map((options) => build(options)));
}
