import assert from 'node:assert/strict';
import { DeviceCodeStep } from '../../../../../src/features/signIn/steps/DeviceCodeStep.ts';
import { notificationText } from '../../../../../src/features/signIn/steps/notificationText.ts';
import { FakeUi } from '../../../support/FakeUi.ts';
import { memoryLog } from '../../../support/memoryLog.ts';

describe('DeviceCodeStep', () => {
  function open({
    name = 'corp',
    address = 'https://x.awsapps.com/start/#/device',
    complete = 'https://x.awsapps.com/start/#/device?user_code=ABCD-EFGH',
  } = {}) {
    const ui = new FakeUi();
    const log = memoryLog();
    const step = new DeviceCodeStep({
      name,
      changed: () => undefined,
      code: {
        userCode: 'ABCD-EFGH',
        verificationUri: address,
        verificationUriComplete: complete,
        expiresAt: Date.now() + 600_000,
      },
      canUseBrowser: true,
      ui,
      log,
    });
    return { ui, log, step, text: () => notificationText('the-link', step.view()) };
  }

  it('begins with the code, as the page takes it, so that it never breaks and can be selected', () => {
    assert.match(open().text(), /^ABCD-EFGH is your code to sign in to corp\. /);
  });

  it('names the address as people type it, once, and leads there', () => {
    const [, label, target] = /Confirm it at \[([^\]]*)\]\(([^)]*)\)\./.exec(open().text()) ?? [];
    assert.deepEqual(
      [label, target],
      ['x.awsapps.com/start/#/device', 'https://x.awsapps.com/start/#/device'],
    );
  });

  it('has no link but its own, whatever the service and the settings call things', () => {
    const text = open({
      name: '[evil](command:evil)',
      address: 'https://x.example/(a)](command:evil)',
    }).text();
    const targets = [...text.matchAll(/\]\(([^)]*)\)/g)].map(([, target = '']) => target);
    assert.deepEqual(
      targets.filter((target) => !target.startsWith('command:_awsSso.')),
      ['https://x.example/%28a%29%5d%28command:evil%29'],
    );
  });

  for (const address of [
    'https://device.sso.us-east-1.amazonaws.com/?user_code=ABCD-EFGH',
    'https://d-1234567890.awsapps.com/start/#/device?user_code=ABCD-EFGH',
    'https://ssoins-1234567890abcdef.us-east-1.portal.amazonaws.com/#/device?user_code=ABCD-EFGH',
  ]) {
    it(`opens ${address} as the service gave it`, async () => {
      const { ui, step } = open({ complete: address });
      await step.open();
      assert.deepEqual(ui.opened, [address]);
    });
  }

  it('copies the code in plain ASCII, and notes it when the clipboard does not take it', async () => {
    const { ui, step, log } = open();
    await step.copy();
    assert.deepEqual(ui.copied, ['ABCD-EFGH']);
    ui.clipboard = () => Promise.reject(new Error('no clipboard'));
    await step.copy();
    assert.deepEqual(log.lines, ['The clipboard did not take it: no clipboard']);
  });

  it('is no worse off when the person declines to open the browser, or there is none', async () => {
    const { ui, step, log } = open();
    ui.open = () => Promise.resolve(false);
    await step.open();
    ui.open = () => Promise.reject(new Error('no browser'));
    await step.open();
    assert.deepEqual(log.lines, ['The browser was not opened: no browser']);
  });

  it('carries the id of its links, and no code, to the commands', () => {
    const links = [
      ...open()
        .text()
        .matchAll(/\((command:[^ )]*)/g),
    ].map(([, link = '']) => link);
    assert.deepEqual(links.map(decodeURIComponent), [
      'command:_awsSso.openBrowser?["the-link"]',
      'command:_awsSso.copyCode?["the-link"]',
      'command:_awsSso.useBrowser?["the-link"]',
    ]);
  });

  it('fits into the thousand characters that VS Code shows, with the longest names and every link', () => {
    const { step } = open({
      name: 'n'.repeat(200),
      address: `https://${'a'.repeat(60)}.awsapps.com/start/#/device`,
    });
    const view = step.view();
    const text = notificationText('9d3df7b6-51b0-4c41-a1b2-000000000000', {
      ...view,
      sentence: `${view.sentence} If the page shows an error, us-gov-west-1 may be the wrong region.`,
      actions: [...view.actions, 'otherRegion'],
    });
    assert.ok(text.length <= 1000, String(text.length));
  });
});
