import assert from 'node:assert/strict';
import { signOutCommand, type SignOutOptions } from '../../../../src/features/signIn/signOutCommand.ts';
import type { SignedInConsole } from '../../../../src/sessions/kinds/console.ts';
import { consoleId } from '../../../../src/sessions/kinds/console.ts';
import { sessionId, type SignedInSession } from '../../../../src/sessions/kinds/identityCenter.ts';
import { FakeUi } from '../../support/FakeUi.ts';
import { ALICE, tokens } from '../../support/openConsoles.ts';
import { CORP, LAB } from '../../support/openSessions.ts';

const CONSOLE: SignedInConsole = { ...ALICE, ...tokens(), revision: 1 };
const NODE = { kind: 'session', id: sessionId(CORP), session: 'corp', sessionId: sessionId(CORP) };

function open(stored = [CORP, LAB], consoles: readonly SignedInConsole[] = []) {
  const ui = new FakeUi();
  const signedOut: string[] = [];
  const failing = new Set<string>();
  const signOut = (id: string) => {
    signedOut.push(id);
    return failing.has(id) ? Promise.reject(new Error('no network')) : Promise.resolve(undefined);
  };
  const load = () => Promise.resolve();
  const options: SignOutOptions = {
    sessions: { load, stored: () => stored as SignedInSession[], signOut },
    consoles: { load, stored: () => [...consoles], signOut },
    ui,
  };
  const isNode = (argument: unknown): argument is typeof NODE => argument === NODE;
  const run = (argument?: unknown) => signOutCommand(options, argument, isNode);
  return { ui, signedOut, failing, run };
}

describe('signOutCommand', () => {
  it('asks in a modal dialog for the session that was pressed in our view, maybe by a program', async () => {
    const { ui, signedOut, run } = open();
    const refused = assert.rejects(run(NODE), { code: 'Cancelled' });
    await ui.close(/^Sign out of corp/);
    await refused;
    assert.deepEqual(signedOut, []);
    const done = run(NODE);
    await ui.press(/^Sign out of corp/, 'Sign Out');
    await done;
    assert.deepEqual(signedOut, [sessionId(CORP)]);
    assert.equal(ui.messages.at(-1), `Signed out of corp (d-1234567890.awsapps.com).`);
  });

  it('asks which, where there are several, and then in a modal dialog', async () => {
    const { ui, signedOut, run } = open([CORP, LAB], [CONSOLE]);
    const done = run();
    const list = await ui.list('Sign Out');
    assert.deepEqual(list.labels, ['corp', 'lab', 'alice', '$(sign-out) All Sessions']);
    list.accept('lab');
    await ui.press(/^Sign out of lab/, 'Sign Out');
    await done;
    assert.deepEqual(signedOut, [sessionId(LAB)]);
  });

  it('signs out of all of them', async () => {
    const { ui, signedOut, run } = open([CORP, LAB], [CONSOLE]);
    const done = run();
    (await ui.list('Sign Out')).accept('$(sign-out) All Sessions');
    await ui.press(/^Sign out of corp .*, lab.*, user\/alice .*\?$/, 'Sign Out');
    await done;
    assert.deepEqual(signedOut, [sessionId(CORP), sessionId(LAB), consoleId(CONSOLE)]);
    assert.equal(ui.messages.at(-1), 'Signed out of 3 sessions.');
  });

  for (const [what, argument, stored] of [
    ['that somebody names', { session: 'corp' }, [CORP, LAB]],
    ['that is the only one, which nobody has chosen', undefined, [CORP]],
  ] as const) {
    it(`asks in a modal dialog before it signs out of a session ${what}`, async () => {
      const { ui, signedOut, run } = open([...stored]);
      const done = run(argument);
      await ui.message(/^Sign out of corp \(d-1234567890\.awsapps\.com\)\?$/);
      assert.match(ui.shown[0] ?? '', /^warning: .* \[Sign Out\]\nTerminals and extensions/);
      assert.deepEqual(signedOut, []);
      await ui.press(/^Sign out of/, 'Sign Out');
      await done;
      assert.deepEqual(signedOut, [sessionId(CORP)]);
    });

    it(`leaves a session ${what} when the person does not agree`, async () => {
      const { ui, signedOut, run } = open([...stored]);
      const done = run(argument);
      await ui.close(/^Sign out of/);
      await assert.rejects(done, { code: 'Cancelled' });
      assert.deepEqual(signedOut, []);
    });
  }

  it('asks before it signs out of a console session that somebody names by its ARN', async () => {
    const { ui, signedOut, run } = open([CORP], [CONSOLE]);
    const done = run({ session: CONSOLE.arn });
    await ui.press(/^Sign out of user\/alice \(111122223333\)\?$/, 'Sign Out');
    await done;
    assert.deepEqual(signedOut, [consoleId(CONSOLE)]);
  });

  for (const argument of [{ ...NODE }, { sessionId: sessionId(CORP) }, { session: 5 }, 'corp', [NODE]]) {
    it(`refuses ${JSON.stringify(argument).slice(0, 40)}, which is no node of our view`, async () => {
      const { ui, signedOut, run } = open();
      await assert.rejects(run(argument), { code: 'InvalidRequest' });
      assert.deepEqual([signedOut, ui.messages], [[], []]);
    });
  }

  it('says that nobody is signed in', async () => {
    const { ui, run } = open([]);
    await run();
    await run({ session: 'corp' });
    assert.deepEqual(ui.messages, ['You’re not signed in.', 'You’re not signed in to “corp”.']);
  });

  it('signs out of the others where one fails, and then says so', async () => {
    const { ui, signedOut, failing, run } = open();
    failing.add(sessionId(CORP));
    const done = run();
    (await ui.list('Sign Out')).accept('$(sign-out) All Sessions');
    const rejected = assert.rejects(done, { message: 'no network' });
    await ui.press(/^Sign out of corp .*, lab/, 'Sign Out');
    await rejected;
    assert.deepEqual(signedOut, [sessionId(CORP), sessionId(LAB)]);
  });
});
