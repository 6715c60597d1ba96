import type { EditorWindow } from '../editor/EditorWindow.ts';

/** Leaves a picture of what the person saw when a test failed, under `build/e2e/`. */
export async function pictureOfFailure(
  test: Mocha.Test | undefined,
  window: EditorWindow,
  which = '',
): Promise<void> {
  if (test?.state === 'failed') {
    const name = `${test.fullTitle()} ${which}`.trim().replace(/[^A-Za-z0-9]+/g, '-');
    const file = `build/e2e/${name}.png`;
    const taken = await window.page.screenshot({ path: file }).then(
      () => true,
      () => false,
    );
    if (taken) console.log(`A picture of what was on the screen: ${file}`);
  }
}
