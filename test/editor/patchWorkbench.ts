import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import type { InstalledEditor } from './installEditor.ts';

/** Has a page get the script of the workbench changed. @param patches each throws where it finds nothing to change. */
export async function patchWorkbench(
  page: Page,
  editor: InstalledEditor,
  patches: readonly ((script: string) => string)[],
): Promise<void> {
  const file = path.join(path.dirname(editor.serverMain), 'vs/code/browser/workbench/workbench.js');
  const original = await readFile(file, 'utf8');
  const body = patches.reduce((script, patch) => patch(script), original);
  await page.route('**/workbench/workbench.js', (route) =>
    route.fulfill({ body, contentType: 'text/javascript' }),
  );
}
