import assert from 'node:assert/strict';
import { type EndedSession, EndedSessions } from '../../../../src/features/signIn/EndedSessions.ts';
import { FakeUi } from '../../support/FakeUi.ts';

const CORP = /^Your sign-in to corp has ended\. You signed out with the AWS CLI\.$/;

describe('EndedSessions', () => {
  function open(...labels: readonly string[]) {
    const ui = new FakeUi();
    const again: string[] = [];
    let claims = 0;
    const list = labels.map((label): EndedSession => ({
      label,
      reason: 'You signed out with the AWS CLI.',
      claim: () => Promise.resolve(claims++ < labels.length),
      signInAgain: () => Promise.reject(new Error(String(again.push(label)))),
    }));
    const ended = new EndedSessions({ untold: [() => list.slice(0, 1), () => list.slice(1)], ui });
    return { ui, ended, again };
  }

  const turn = () => new Promise((resolve) => setImmediate(resolve));

  it('says that a session has ended, and why, of each kind', async () => {
    const { ui, ended } = open('corp', 'user/alice');
    ended.update();
    assert.deepEqual(await ui.message(CORP), ['Sign In']);
    await ui.message(/^Your sign-in to user\/alice has ended\./);
  });

  it('leads back to the sign-in, which shows by itself how it ends', async () => {
    const { ui, ended, again } = open('corp');
    ended.update();
    await ui.press(CORP, 'Sign In');
    await turn();
    assert.deepEqual([again, ui.shown.length], [['corp'], 1]);
  });

  it('leaves it to another window that has claimed it', async () => {
    const { ui, ended } = open('corp');
    ended.update();
    await ui.close(CORP);
    ended.update();
    await turn();
    assert.equal(ui.shown.length, 1);
  });

  it('waits until the person looks at this window', async () => {
    const { ui, ended } = open('corp');
    ui.focus(false);
    ended.update();
    await turn();
    assert.deepEqual(ui.shown, []);
    ui.focus();
    await ui.message(CORP);
    ended.dispose();
    ui.focus();
    await turn();
    assert.equal(ui.shown.length, 1);
  });
});
