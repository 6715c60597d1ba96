import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Fails when `l10n/bundle.l10n.json` is not what `npm run l10n` would write. */
const name = 'bundle.l10n.json';
const folder = mkdtempSync(path.join(tmpdir(), 'l10n-'));
try {
  const exporter = 'node_modules/@vscode/l10n-dev/dist/cli.js';
  execFileSync(process.execPath, [exporter, 'export', '--outDir', folder, 'src'], { stdio: 'pipe' });
  if (readFileSync(path.join(folder, name), 'utf8') !== readFileSync(path.join('l10n', name), 'utf8')) {
    console.error(`l10n/${name} does not hold the strings of the code: run "npm run l10n".`);
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true });
}
