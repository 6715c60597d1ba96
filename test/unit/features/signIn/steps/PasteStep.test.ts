import assert from 'node:assert/strict';
import { PasteStep } from '../../../../../src/features/signIn/steps/PasteStep.ts';
import { useFakeClock } from '../../../support/fakeClock.ts';
import { FakeUi } from '../../../support/FakeUi.ts';
import { memoryLog } from '../../../support/memoryLog.ts';

describe('PasteStep', () => {
  const clock = useFakeClock();

  function ask(signal: AbortSignal) {
    const ui = new FakeUi();
    const step = new PasteStep({
      name: 'AWS',
      changed: () => undefined,
      address: 'https://signin.example/',
      ui,
      log: memoryLog(),
    });
    return { ui, step, text: step.answer(() => undefined, signal) };
  }

  it('says that the time is up after ten minutes, and closes the box', async () => {
    const { ui, text } = ask(new AbortController().signal);
    const late = assert.rejects(text, {
      code: 'Expired',
      message: 'Timed out waiting for the text. Sign in again.',
    });
    await clock().tickAsync(599_000);
    assert.ok(ui.hasQuestion);
    await clock().tickAsync(1_000);
    await late;
    assert.equal(ui.hasQuestion, false);
  });

  for (const isBoxOpen of [true, false]) {
    it(`ends when it is cancelled, with the box ${isBoxOpen ? 'open' : 'closed'}`, async () => {
      const cancelling = new AbortController();
      const { ui, text } = ask(cancelling.signal);
      const box = await ui.box('Sign in with AWS Console Credentials');
      if (!isBoxOpen) {
        box.escape();
      }
      const reason = new Error('cancelled');
      const ended = assert.rejects(text, reason);
      await clock().tickAsync(1);
      cancelling.abort(reason);
      await ended;
      assert.equal(clock().countTimers(), 0);
    });
  }
});
