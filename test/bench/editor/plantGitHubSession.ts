import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { installEditor } from '../../editor/installEditor.ts';

export const GITHUB_SCOPES = ['user:email'];

const session = {
  id: 'benchmark',
  scopes: GITHUB_SCOPES,
  accessToken: 'gho_benchmark',
  // Without one, the provider would ask GitHub whose session it is.
  account: { id: '1', label: 'octocat' },
};

/** Has the editor find a session of its built-in GitHub provider among the secrets that it starts with. */
export async function plantGitHubSession(context: BrowserContext): Promise<void> {
  const { serverMain, vscodeVersion } = await installEditor();
  const file = path.join(path.dirname(serverMain), 'vs/code/browser/workbench/workbench.js');
  const original = await readFile(file, 'utf8');
  const name = JSON.stringify({ extensionId: 'vscode.github-authentication', key: 'github.auth' });
  const secrets = JSON.stringify({ [name]: JSON.stringify([session]) });
  // Where those are read that a server may have written into the page.
  const patched = original.replace('=this.loadAuthSessionFromElement()', () => `=${secrets}`);
  if (patched === original)
    throw new Error(`VS Code ${vscodeVersion} reads its first secrets in a way unknown here.`);
  await context.route('**/workbench/workbench.js', (route) =>
    route.fulfill({ body: patched, contentType: 'text/javascript' }),
  );
}
