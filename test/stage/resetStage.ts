import assert from 'node:assert/strict';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Probe } from '../e2e/Probe.ts';
import type { Kept } from '../e2e/probe/questions.ts';
import type { Stage } from '../e2e/Stage.ts';
import type { EditorWindow } from '../editor/EditorWindow.ts';
import { waitFor } from '../editor/waitFor.ts';

/** What `resetStage` brings back: what the files of the editor were when the window was opened. */
export interface Beginning {
  readonly settings: string;
}

const settingsFile = ({ server }: Stage): string => path.join(server.dataDir, 'User/settings.json');

export async function beginningOf(stage: Stage): Promise<Beginning> {
  return { settings: await readFile(settingsFile(stage), 'utf8') };
}

/**
 * Brings an open window, its editor and the Identity Center back to where they began, without a new window: nobody is signed in,
 * no extension has anybody's consent, nothing is stored, open, or waited for.
 */
export async function resetStage(
  stage: Stage,
  window: EditorWindow,
  probe: Probe,
  beginning: Beginning,
): Promise<void> {
  for (const page of window.context.pages()) if (page !== window.page) await page.close();
  await window.context.unrouteAll({ behavior: 'ignoreErrors' });
  stage.identityCenter.healthy();
  await window.closeDialogs();
  await window.cancelAllProgress();
  for (const { provider, label } of await probe.accounts()) {
    await probe.run('_signOutOfAccount', { providerId: provider, accountLabel: label });
    await window.dialog(label);
    await window.pressDialogButton('Sign Out');
    await waitFor('the dialog to close', async () => !(await window.hasDialog(label)));
  }
  // Through the editor, which may miss a change of the file that comes after one of its own.
  await probe.configure(changedSettings(await probe.kept(), beginning));
  await resetPlace(stage, beginning);
  await probe.clear();
  const { editors, terminals } = await probe.kept();
  assert.deepEqual({ editors, terminals }, { editors: 0, terminals: 0 });
  stage.identityCenter.empty();
}

/** What needs no window: the settings and the home directory of the person, and the Identity Center. */
export async function resetPlace(stage: Stage, { settings }: Beginning): Promise<void> {
  await emptyHome(stage);
  if ((await readFile(settingsFile(stage), 'utf8')) !== settings)
    await writeFile(settingsFile(stage), settings);
  stage.identityCenter.empty();
}

/** Those of this extension that are not what they were, with what they were. */
function changedSettings({ userSettings }: Kept, { settings }: Beginning): Record<string, unknown> {
  const before = JSON.parse(settings) as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(userSettings).flatMap(([name, value]) =>
      isDeepStrictEqual(value, before[name] ?? null) ? [] : [[name, before[name] ?? null]],
    ),
  );
}

/** Below the home directory, what the editor itself keeps there. */
export const ownFolders: ReadonlySet<string> = new Set(['.local', '.cache']);

async function emptyHome({ server: { home } }: Stage): Promise<void> {
  for (const name of await readdir(home)) {
    if (!ownFolders.has(name)) await rm(path.join(home, name), { recursive: true, force: true });
  }
}
