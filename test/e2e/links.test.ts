import assert from 'node:assert/strict';
import type { EditorWindow } from '../editor/EditorWindow.ts';
import { useStage } from '../stage/useStage.ts';
import { codeShown } from './person.ts';
import { Probe } from './Probe.ts';
import { SESSION, type Stage } from './Stage.ts';

describe('A link in the browser', () => {
  let stage: Stage;
  let window: EditorWindow;
  useStage({ keeps: true, probe: true }, (used) => ({ stage, window } = used));

  it('starts the extension, and leads to a role by way of the sign-in, with a question for each', async () => {
    const probe = await Probe.appear(stage, []);
    const role = { account: '444455556666', role: 'ReadOnlyAccess', session: SESSION };
    const page = await window.context.newPage();
    await page.goto(await probe.addressOf(`/role?${String(new URLSearchParams(role))}`));
    await window.page.bringToFront();

    const { startUrl, region, requests } = stage.identityCenter;
    const question = await window.dialogText(/A link wants ReadOnlyAccess in 444455556666/);
    assert.match(question, new RegExp(`Do you want to sign in to “${SESSION}”\\?`));
    assert.ok(question.includes(`Start URL: ${startUrl}\nRegion: ${region}\n`), question);
    assert.deepEqual(requests, []);

    await window.pressDialogButton('I Know This Portal');
    stage.identityCenter.approve(await codeShown(window));
    await window.dialog(/Use ReadOnlyAccess in 444455556666 in terminals\?/);
    assert.ok(!requests.some(({ operation }) => operation === 'GetRoleCredentials'));
    await window.closeDialogs();
    await page.close();
  });
});
