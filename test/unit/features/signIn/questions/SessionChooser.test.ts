import assert from 'node:assert/strict';
import { BUILDER_ID } from '../../../../../src/sessions/kinds/builderId.ts';
import { PENDING } from '../../../support/mockAws.ts';
import { CORP, LAB } from '../../../support/openSessions.ts';
import { openSignIn, TOKEN, useSignInClock } from '../openSignIn.ts';

const TITLE = 'Sign in with SSO';

describe('SessionChooser', () => {
  const clock = useSignInClock();

  it('takes the only session that there is, without a question', async () => {
    const { signIn, ui } = openSignIn(clock());
    assert.deepEqual(await signIn.choose(), CORP);
    assert.equal(ui.hasQuestion, false);
  });

  it('takes the one of that name, and says which there are when there is none', async () => {
    const { signIn } = openSignIn(clock(), { configured: [CORP, LAB] });
    assert.deepEqual(await signIn.choose('lab'), LAB);
    await assert.rejects(signIn.choose('nobody'), {
      code: 'InvalidRequest',
      message: 'There’s no SSO session named “nobody”. You have: corp, lab.',
    });
  });

  it('lists those that there are, then another portal, then AWS Builder ID', async () => {
    const { signIn, ui } = openSignIn(clock(), { configured: [CORP], suggested: [LAB] });
    const choice = signIn.choose();
    const list = await ui.list(TITLE);
    assert.deepEqual(
      list.items.map(({ label, description }) => [label, description]),
      [
        ['corp', 'd-1234567890.awsapps.com'],
        ['lab', 'lab.awsapps.com, suggested by this workspace'],
        ['$(add) Another portal…', ''],
        ['$(account) AWS Builder ID', 'Personal, no AWS accounts'],
      ],
    );
    assert.equal(list.question.placeholder, 'Select a session');
    list.accept('lab');
    assert.deepEqual(await choice, LAB);
  });

  it('shows a name from a workspace or a file on one line, without icons', async () => {
    const name = `$(verified) corp\n${' '.repeat(200)}\u202e`;
    const { signIn, ui } = openSignIn(clock(), { configured: [CORP], suggested: [{ ...LAB, name }] });
    const choice = assert.rejects(signIn.choose(), { code: 'Cancelled' });
    const list = await ui.list(TITLE);
    assert.equal(list.labels[1], '$ (verified) corp');
    list.escape();
    await choice;
  });

  it('does not offer AWS Builder ID twice', async () => {
    const { signIn, ui } = openSignIn(clock(), { configured: [CORP, { ...BUILDER_ID, name: 'me' }] });
    const choice = assert.rejects(signIn.choose(), { code: 'Cancelled' });
    const list = await ui.list(TITLE);
    assert.deepEqual(list.labels, ['corp', 'me', '$(add) Another portal…']);
    list.escape();
    await choice;
  });

  it('asks how to sign in where nothing is known, and knows AWS Builder ID', async () => {
    const { signIn, ui } = openSignIn(clock(), { configured: [] });
    const choice = signIn.choose();
    const list = await ui.list(TITLE);
    assert.deepEqual(list.labels, ['$(globe) Access portal…', '$(account) AWS Builder ID']);
    assert.equal(list.question.placeholder, 'How do you sign in to AWS?');
    list.accept('$(account) AWS Builder ID');
    assert.equal(await choice, BUILDER_ID);
  });

  it('asks for the portal at once where a role is wanted, which AWS Builder ID has none of', async () => {
    let asked = 0;
    const wanted = { wantsRoles: true, onAsked: () => void asked++ };
    const none = openSignIn(clock(), { configured: [] });
    const choice = none.signIn.choose(undefined, wanted);
    (await none.ui.box(TITLE)).type('d-1234567890').accept();
    (await none.ui.list(TITLE)).accept('us-east-1');
    assert.deepEqual(await choice, { ...CORP, name: 'd-1234567890' });
    const some = openSignIn(clock(), { configured: [CORP, BUILDER_ID, LAB] });
    const other = some.signIn.choose(undefined, wanted);
    const list = await some.ui.list(TITLE);
    assert.deepEqual(list.labels, ['corp', 'lab', '$(add) Another portal…']);
    list.accept('lab');
    assert.deepEqual(await other, LAB);
    const only = openSignIn(clock());
    assert.deepEqual(await only.signIn.choose(undefined, wanted), CORP);
    assert.equal(asked, 2);
  });

  it('asks for a portal that is not listed, and names the session after it', async () => {
    const { signIn, ui } = openSignIn(clock(), { configured: [] });
    const choice = signIn.choose();
    (await ui.list(TITLE)).accept('$(globe) Access portal…');
    (await ui.box(TITLE)).type('d-1234567890').accept();
    (await ui.list(TITLE)).accept('us-east-1');
    assert.deepEqual(await choice, { ...CORP, name: 'd-1234567890' });
  });

  it('has what was typed last, without a question, after a sign-in that came to nothing', async () => {
    const { signIn, ui } = openSignIn(clock(), { configured: [] });
    const choice = signIn.choose();
    (await ui.list(TITLE)).accept('$(globe) Access portal…');
    (await ui.box(TITLE)).type('d-1234567890').accept();
    (await ui.list(TITLE)).accept('us-east-1');
    const typed = await choice;
    const again = signIn.choose();
    (await ui.list(TITLE)).accept('d-1234567890');
    assert.equal(await again, typed);
    const another = assert.rejects(signIn.choose(), { code: 'Cancelled' });
    (await ui.list(TITLE)).accept('$(add) Another portal…');
    const box = await ui.box(TITLE);
    assert.equal(box.value, typed.startUrl);
    box.escape();
    await another;
  });

  it('lists the only session once it is signed in to: the person may mean another', async () => {
    const { signIn, ui, answers, approved } = openSignIn(clock());
    answers(TOKEN);
    await approved(signIn.run(CORP));
    const choice = signIn.choose();
    const list = await ui.list(TITLE);
    assert.equal(list.items[0]?.description, 'd-1234567890.awsapps.com, signed in');
    list.accept('corp');
    assert.equal((await choice).name, 'corp');
  });

  it('takes the one that is being signed in to where there is no other, and marks it else', async () => {
    for (const configured of [[CORP], [CORP, LAB]]) {
      const { signIn, ui, answers, over, code } = openSignIn(clock(), { configured });
      answers(PENDING);
      const run = assert.rejects(signIn.run(CORP), { code: 'Cancelled' });
      await code();
      const choice = signIn.choose();
      if (configured.length > 1) {
        const list = await ui.list(TITLE);
        assert.equal(list.items[0]?.description, 'd-1234567890.awsapps.com, waiting for your approval');
        list.accept('corp');
      }
      assert.deepEqual(await choice, CORP);
      ui.cancelProgress();
      await over(run);
    }
  });

  it('says once what is wrong with settings and the AWS config file, and leads to both', async () => {
    const problems = { settings: ['Entry 1 is wrong.'], awsConfig: ['Line 4 is wrong.', 'Line 9 too.'] };
    const { signIn, ui } = openSignIn(clock(), { problems });
    await signIn.choose();
    assert.deepEqual(ui.shown, [
      'warning: Entry 1 is wrong. [Open Settings]',
      'warning: Line 4 is wrong. 1 more in the log. [Open File]',
    ]);
    await ui.press(/Entry 1/, 'Open Settings');
    await ui.press(/Line 4/, 'Open File');
    assert.equal(await ui.until('the file', () => ui.files[0]), '/home/me/.aws/config');
    assert.equal(ui.commands[0]?.[0], 'workbench.action.openSettingsJson');
    await signIn.choose();
    assert.equal(ui.shown.length, 2);
  });

  it('gives the problems of the settings where nothing else is left', async () => {
    const { signIn, ui } = openSignIn(clock(), { configured: [], problems: { settings: ['One.', 'Two.'] } });
    await assert.rejects(signIn.choose(), { code: 'InvalidRequest', message: 'One. Two.' });
    assert.deepEqual(ui.shown, []);
  });
});
