import path from 'node:path';
import { build } from 'esbuild';
import { extension } from '../../../scripts/bundles.ts';
import { repositoryRoot } from '../../editor/repositoryRoot.ts';

/** The client of the AWS SDK with the operations of a sign-in, bundled as this extension is. @returns where it is. */
export async function bundleSdk(): Promise<string> {
  const outfile = path.join(repositoryRoot, 'build/bench/sdk.cjs');
  const operations = ['RegisterClient', 'StartDeviceAuthorization', 'CreateToken'];
  const names = ['SSOOIDCClient', ...operations.map((operation) => `${operation}Command`)];
  await build({
    ...extension,
    outfile,
    stdin: {
      contents: `export { ${names.join(', ')} } from '@aws-sdk/client-sso-oidc';`,
      resolveDir: repositoryRoot,
    },
  });
  return outfile;
}
