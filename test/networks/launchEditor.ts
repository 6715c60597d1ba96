import path from 'node:path';
import { repositoryRoot } from '../editor/repositoryRoot.ts';
import { runExtensionHostTests } from '../editor/testHost.ts';

// One editor with its tests, as `runLaunch` says.
const { env, pacFile } = JSON.parse(process.env['EDITOR_LAUNCH'] ?? '{}') as {
  env: Record<string, string>;
  pacFile: string;
};
process.exitCode = await runExtensionHostTests({
  extensionDevelopmentPath: repositoryRoot,
  extensionTestsPath: path.join(repositoryRoot, 'build/networks/index.cjs'),
  extensions: [path.join(import.meta.dirname, 'neighbour')],
  env,
  pacFile,
  seconds: 600,
});
