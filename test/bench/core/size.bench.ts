import { statSync } from 'node:fs';
import path from 'node:path';
import { repositoryRoot } from '../../editor/repositoryRoot.ts';
import type { Benchmark, Figure } from '../Figure.ts';
import { packageWithVersion } from '../peers.ts';
import { loadedTooEarly } from './loadedAtStart.ts';
import { bundleSdk } from './sdkBundle.ts';

const FOR_A_SESSION = ['dist/extension.cjs', 'dist/main.cjs'];

/** What is installed, and what of it is read at the start. */
export const benchmark: Benchmark = {
  name: 'size',
  async run(): Promise<readonly Figure[]> {
    const early = await loadedTooEarly();
    const sdk = {
      peer: packageWithVersion('@aws-sdk/client-sso-oidc'),
      theirs: statSync(await bundleSdk()).size,
      note: 'The SDK’s client with the three operations of a sign-in, bundled by the same esbuild with the same settings.',
    };
    return [
      {
        what: 'Main bundle, minified',
        unit: 'bytes',
        ours: size('dist/extension.cjs'),
        ...sdk,
        target: { atMost: 0.15 },
      },
      {
        what: 'All bundles that a session needs, minified',
        unit: 'bytes',
        ours: FOR_A_SESSION.map(size).reduce((sum, bytes) => sum + bytes, 0),
        ...sdk,
      },
      {
        what: 'Network libraries, validators and views in the main bundle',
        unit: 'modules',
        ours: early.length,
        isAbsolute: true,
        target: { atMost: 0 },
        ...(early.length > 0 ? { note: `There are: ${early.join(', ')}.` } : {}),
      },
      {
        what: 'Whole VSIX, with its pictures and languages',
        unit: 'bytes',
        ours: size('aws-sso.vsix'),
        isAbsolute: true,
        target: { atMost: 420_000 },
      },
    ];
  },
};

function size(file: string): number {
  return statSync(path.join(repositoryRoot, file)).size;
}
