import { execFileSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';

/** Writes the declarations of the api package, for importers of either module kind. */
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'api'], { stdio: 'inherit' });
copyFileSync('api/dist/index.d.ts', 'api/dist/index.d.cts');
