import assert from 'node:assert/strict';
import type { EditorWindow } from '../editor/EditorWindow.ts';
import { waitFor } from '../editor/waitFor.ts';
import { useStage } from '../stage/useStage.ts';
import { codeShown } from './person.ts';
import { SESSION, type Stage } from './Stage.ts';

describe('Getting started', () => {
  let stage: Stage;
  let window: EditorWindow;
  // With nothing but this extension, as after its installation.
  useStage({ consumers: [], keeps: true }, (used) => ({ stage, window } = used));

  it('is found by “sign in” in the palette: the sign-in with SSO first, then the other', async () => {
    const { page, quickInput } = window;
    await waitFor('the commands', async () => {
      if (await quickInput.isOpen()) await quickInput.escape();
      await page.keyboard.press('F1');
      await quickInput.type('>sign in');
      return waitFor('two of them', async () => (await quickInput.entries()).length > 1, {
        seconds: 2,
      }).catch(() => false);
    });
    assert.deepEqual((await quickInput.entries()).slice(0, 2), [
      'AWS SSO: Sign in with SSO',
      'AWS: Sign in with AWS Console Credentials',
    ]);
    await quickInput.escape();
  });

  it('leads from the walkthrough to the sign-in, and ticks the step', async () => {
    const { page, quickInput } = window;
    await window.runCommand('Welcome: Open Walkthrough...');
    await quickInput.pick('Get started with AWS SSO');
    const walkthrough = page.locator('.gettingStartedContainer');
    const steps = walkthrough.locator('.getting-started-step');
    await waitFor('three steps', async () => (await steps.count()) === 3);
    await walkthrough.getByRole('img', { name: /the code of a sign-in/ }).waitFor();
    await walkthrough.getByRole('button', { name: 'Sign in with SSO' }).click();
    stage.identityCenter.approve(await codeShown(window));
    await window.notification(new RegExp(`Signed in to ${SESSION}`));
    await steps.first().locator('.codicon-getting-started-step-checked.complete').waitFor();
  });

  it('offers what makes sense now', async () => {
    const { page, quickInput } = window;
    await page.keyboard.press('F1');
    await quickInput.type('>AWS SSO: Sign Out');
    await waitFor('Sign Out…', async () => (await quickInput.entries()).includes('AWS SSO: Sign Out…'));
    await quickInput.type('>AWS SSO: Stop Using');
    await waitFor(
      'nothing to stop',
      async () => !(await quickInput.entries()).includes('AWS SSO: Stop Using Role in Terminals'),
    );
    await quickInput.escape();
  });
});
