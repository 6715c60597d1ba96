import assert from 'node:assert/strict';
import { removeSessionCommand } from '../../../../src/features/signIn/removeSessionCommand.ts';
import { sessionId, type SignedInSession } from '../../../../src/sessions/kinds/identityCenter.ts';
import { FakeUi } from '../../support/FakeUi.ts';
import { CORP } from '../../support/openSessions.ts';

const NODE = { sessionId: sessionId(CORP) };

function open(isSignedIn: boolean) {
  const ui = new FakeUi();
  const done: string[] = [];
  const sessions = {
    find: () => (isSignedIn ? (CORP as SignedInSession) : undefined),
    withId: () => CORP,
    signOut: (id: string) => Promise.resolve(void done.push(`sign out ${id}`)),
  };
  const remove = ({ name }: { name: string }) => Promise.resolve(void done.push(`remove ${name}`));
  const isNode = (argument: unknown): argument is typeof NODE => argument === NODE;
  const run = (argument: unknown) => removeSessionCommand({ sessions, remove, ui }, argument, isNode);
  return { ui, done, run };
}

describe('removeSessionCommand', () => {
  it('removes the session from the settings, and signs out of it, once the person agrees', async () => {
    const { ui, done, run } = open(true);
    const removing = run(NODE);
    await ui.press(/^Remove corp from your settings\?$/, 'Remove');
    await removing;
    assert.match(ui.shown[0] ?? '', /^warning: .*\nYou’re signed out of it, too\.$/);
    assert.deepEqual(done, ['remove corp', `sign out ${sessionId(CORP)}`]);
  });

  it('has nothing to sign out of where nobody is signed in', async () => {
    const { ui, done, run } = open(false);
    const removing = run(NODE);
    await ui.press(/^Remove/, 'Remove');
    await removing;
    assert.deepEqual(done, ['remove corp']);
  });

  it('leaves all as it is when the person does not agree, and for what is no node of our view', async () => {
    const { ui, done, run } = open(true);
    const removing = assert.rejects(run(NODE), { code: 'Cancelled' });
    await ui.close(/^Remove/);
    await removing;
    await run({ ...NODE });
    assert.deepEqual([done, ui.shown.length], [[], 1]);
  });
});
