import assert from 'node:assert/strict';
import { askDestination } from '../../../../src/features/roles/askDestination.ts';
import { FakeUi } from '../../support/FakeUi.ts';

const TITLE = 'Open AWS Console';

describe('askDestination', () => {
  function ask(region = 'us-east-1') {
    const ui = new FakeUi();
    return { answer: askDestination(ui, { title: TITLE, canGoBack: false }, region), list: ui.list(TITLE) };
  }

  it('is the home of the console for Enter alone', async () => {
    const { answer, list } = ask();
    (await list).accept();
    assert.equal(await answer, '');
  });

  it('lists services by their names and by those in addresses', async () => {
    for (const typed of ['Step Fun', 'states']) {
      const { answer, list } = ask();
      const open = (await list).type(typed);
      assert.deepEqual(open.labels, ['Step Functions']);
      open.accept();
      assert.equal(await answer, 'states');
    }
  });

  it('takes a service that isn’t listed, and an address', async () => {
    for (const [typed, address] of [
      ['glue', 'https://console.aws.amazon.com/glue/home'],
      [
        'https://us-east-1.console.aws.amazon.com/glue/x#y',
        'https://us-east-1.console.aws.amazon.com/glue/x#y',
      ],
    ] as const) {
      const { answer, list } = ask();
      const open = (await list).type(typed);
      assert.deepEqual(open.labels, [`Open ${address}`]);
      open.accept();
      assert.equal(await answer, address);
    }
  });

  it('says what is wrong with an address, and waits for another', async () => {
    const { answer, list } = ask('cn-north-1');
    const open = (await list).type('https://console.aws.amazon.com/s3/home');
    assert.deepEqual(open.labels, [
      'This isn’t a page of the AWS console. Enter a service such as s3, or an address at https://console.amazonaws.cn.',
    ]);
    assert.equal(open.accept(), false);
    open.escape();
    await assert.rejects(answer, { code: 'Cancelled' });
  });
});
