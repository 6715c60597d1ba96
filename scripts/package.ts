import { createVSIX } from '@vscode/vsce';

/** Writes `aws-sso.vsix` from what has been built. Needs no network. */
await createVSIX({
  packagePath: 'aws-sso.vsix',
  // Everything is bundled.
  dependencies: false,
  allowMissingRepository: true,
  rewriteRelativeLinks: false,
});
