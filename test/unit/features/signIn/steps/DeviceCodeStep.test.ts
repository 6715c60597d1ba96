import assert from 'node:assert/strict';
import { DeviceCodeStep } from '../../../../../src/features/signIn/steps/DeviceCodeStep.ts';
import { FlowChoice } from '../../../../../src/oauth/FlowChoice.ts';
import { FakeUi } from '../../../support/FakeUi.ts';
import { memoryLog } from '../../../support/memoryLog.ts';

const OFFER = /^To sign in to corp, enter the code ABCD-EFGH at \[(\S+)\]\(\1\)\.$/;
const COPIED = /^The code ABCD-EFGH was copied\. Enter it at \[(\S+)\]\(\1\) to sign in to corp\.$/;

describe('DeviceCodeStep', () => {
  function open({ complete = 'https://x.awsapps.com/start/#/device?user_code=ABCD-EFGH' } = {}) {
    const ui = new FakeUi();
    const log = memoryLog();
    const step = new DeviceCodeStep({
      id: 'the-link',
      name: 'corp',
      choice: new FlowChoice('deviceAuthorization'),
      isOver: () => false,
      code: {
        userCode: 'ABCD-EFGH',
        verificationUri: 'https://x.awsapps.com/start/#/device',
        verificationUriComplete: complete,
        expiresAt: Date.now() + 600_000,
      },
      canUseBrowser: true,
      ui,
      log,
    });
    return { ui, log, step, offered: step.offer() };
  }

  it('shows the code and its address, with buttons for both', async () => {
    const { ui } = open();
    assert.deepEqual(await ui.message(OFFER), ['Open Browser', 'Copy Code']);
  });

  for (const address of [
    'https://device.sso.us-east-1.amazonaws.com/?user_code=ABCD-EFGH',
    'https://d-1234567890.awsapps.com/start/#/device?user_code=ABCD-EFGH',
    'https://ssoins-1234567890abcdef.us-east-1.portal.amazonaws.com/#/device?user_code=ABCD-EFGH',
  ]) {
    it(`opens ${address} as the service gave it`, async () => {
      const { ui, step, offered } = open({ complete: address });
      await ui.press(OFFER, 'Open Browser');
      await offered;
      assert.deepEqual(ui.opened, [address]);
      assert.ok(step.message().includes(`[Open Browser](${address})`));
      assert.deepEqual(ui.messages, []);
    });
  }

  it('keeps the code in sight after copying it', async () => {
    const { ui, offered } = open();
    await ui.press(OFFER, 'Copy Code');
    assert.deepEqual(await ui.message(COPIED), ['Open Browser', 'Copy Code']);
    assert.deepEqual(ui.copied, ['ABCD-EFGH']);
    await ui.press(COPIED, 'Open Browser');
    await offered;
    assert.equal(ui.opened.length, 1);
  });

  it('does not say that it was copied when it was not', async () => {
    const { ui, log } = open();
    ui.clipboard = () => Promise.reject(new Error('no clipboard'));
    await ui.press(OFFER, 'Copy Code');
    await ui.message(OFFER);
    assert.deepEqual(log.lines, ['The clipboard did not take it: no clipboard']);
    assert.ok(!ui.shown.some((text) => text.includes('was copied')));
  });

  for (const [what, result] of [
    ['declines to open the browser', () => Promise.resolve(false)],
    ['has no browser', () => Promise.reject(new Error('no browser'))],
  ] as const) {
    it(`offers the code again when the person ${what}`, async () => {
      const { ui } = open();
      ui.open = result;
      await ui.press(OFFER, 'Open Browser');
      await ui.message(OFFER);
      assert.equal(ui.shown.length, 2);
    });
  }

  it('leaves it at that when the notification is closed', async () => {
    const { ui, offered } = open();
    await ui.close(OFFER);
    await offered;
    assert.equal(ui.shown.length, 1);
  });

  it('carries the id of its links, and no code, to the commands', () => {
    const links = [
      ...open()
        .step.message()
        .matchAll(/\((command:[^)]*)\)/g),
    ].map(([, link = '']) => link);
    assert.deepEqual(links.map(decodeURIComponent), [
      'command:_awsSso.copyCode?["the-link"]',
      'command:_awsSso.useBrowser?["the-link"]',
    ]);
  });
});
