import type { Account } from '../test/identity-center/server.ts';
import { Stage } from '../test/e2e/Stage.ts';
import type { EditorWindow } from '../test/editor/EditorWindow.ts';
import { TreeView } from '../test/editor/TreeView.ts';
import { waitFor } from '../test/editor/waitFor.ts';

/** Besides English. */
const LANGUAGES = ['de', 'es', 'ja', 'zh-cn'];
const SIZE = { width: 900, height: 500 };
const CODE = /[A-Z]{4}-[A-Z]{4}/;
const VIEW_WIDTH = 360;

/**
 * Takes pictures of a sign-in in each language, in both themes: while it waits, in the view, the notification and the status
 * bar; and at its end, with the view open. What VS Code itself says stays English, for want of its language packs.
 */
export async function languagePictures(
  accounts: readonly Account[],
  settings: object,
  take: (window: EditorWindow, name: string) => Promise<void>,
): Promise<void> {
  const stage = await Stage.start({
    identityCenter: { accounts, accessTokenLifetime: 28_800, sessionLifetime: 43_200 },
    consumers: [],
    languages: LANGUAGES,
    settings,
  });
  try {
    for (const language of LANGUAGES) {
      for (const colorScheme of ['dark', 'light'] as const) {
        const window = await stage.open({ language, colorScheme, size: SIZE });
        await signIn(stage, window, (name) => take(window, `languages/${language}/${name}-${colorScheme}`));
        await window.close();
      }
    }
  } finally {
    await stage.stop();
  }
}

async function signIn(
  stage: Stage,
  window: EditorWindow,
  take: (name: string) => Promise<void>,
): Promise<void> {
  const view = new TreeView(window.page, 'AWS SSO');
  await view.open();
  await view.widen(VIEW_WIDTH);
  await view.click('corp');
  const waiting = window.page.locator('.notification-toast').filter({ hasText: CODE });
  const code = CODE.exec(await waiting.innerText())?.[0] ?? '';
  await waitFor('the code in the row', async () => (await view.row('corp')).description === code);
  await window.page.mouse.move(SIZE.width / 2, 1);
  await take('waiting');
  stage.identityCenter.approve(code);
  await waiting.waitFor({ state: 'hidden' });
  await window.page.locator('.notification-toast').waitFor();
  await view.row('Production');
  await view.toggle('Production');
  await view.row('SupportUser');
  await view.focus('SupportUser');
  await take('signed-in');
}
