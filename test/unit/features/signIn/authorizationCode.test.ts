import assert from 'node:assert/strict';
import { callbackOf, visit } from '../../support/browserOf.ts';
import { CORP, registered } from '../../support/openSessions.ts';
import { openSignIn, TOKEN, useSignInClock } from './openSignIn.ts';

const LINKS = 'Open Browser · Copy Link · Use a Code Instead · 10 min left';

describe('Signing in by authorization code', () => {
  const clock = useSignInClock();

  function open(...[circumstances]: readonly Parameters<typeof openSignIn>[1][]) {
    const opened = openSignIn(clock(), { flow: 'authorizationCode', ...circumstances });
    opened.aws.next('/client/register', registered('c'));
    return opened;
  }

  const plain = (text: string) => text.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');

  it('opens the page, says that it waits, and signs in when the browser comes back', async () => {
    const { signIn, ui, aws, over } = open();
    const run = signIn.run(CORP);
    const address = await ui.browser();
    assert.equal(
      plain(await ui.reported(/^Approve/)),
      `Approve the sign-in to corp in your browser. ${LINKS}`,
    );
    aws.next('/token', TOKEN);
    assert.match((await visit(callbackOf(address, { code: 'TheCode' }))).text, /finish signing in to corp/);
    await over(run);
    assert.equal(ui.progressed[0]?.reports.at(-1), 'Finishing the sign-in to corp…');
    assert.deepEqual(ui.shown, ['information: Signed in to corp. [Use Role in Terminals…]']);
  });

  it('doubts that the browser comes back where the editor is in a browser itself', async () => {
    const { signIn, ui, over } = open({ reach: 'perhaps' });
    const run = assert.rejects(signIn.run(CORP), { code: 'Cancelled' });
    assert.equal(
      plain(await ui.reported(/^Approve/)),
      `Approve the sign-in to corp in your browser. If the browser ends on a page that can’t be reached, use a code. ${LINKS}`,
    );
    ui.cancelProgress();
    await over(run);
  });

  it('uses a code where the browser can never come back, whatever the settings say', async () => {
    const { signIn, ui, answers, approved } = openSignIn(clock(), {
      flow: 'authorizationCode',
      reach: 'never',
    });
    answers(TOKEN);
    await approved(signIn.run(CORP));
    const [, first = ''] = ui.progressed[0]?.reports ?? [];
    assert.match(plain(first), /^ABCD-EFGH is your code .*\. Open Browser · Copy Code · 10 min left$/);
    assert.deepEqual(ui.opened, []);
  });

  it('says that it was denied, on the page and in the editor, and goes the same way when tried again', async () => {
    const { signIn, ui, over, aws } = open();
    const run = assert.rejects(signIn.run(CORP), { code: 'AccessDenied' });
    assert.match(
      (await visit(callbackOf(await ui.browser(), { error: 'access_denied' }))).text,
      /Couldn’t sign in/,
    );
    await run;
    aws.next('/client/register', registered('d')).next('/token', TOKEN);
    await ui.press(/^Couldn’t sign in to corp: The request was denied\.$/, 'Try Again');
    await visit(callbackOf(await ui.browser(2), { code: 'TheCode' }));
    await over(ui.message(/^Signed in to/));
  });

  it('listens no more when it is cancelled, and says nothing', async () => {
    const { signIn, ui, over } = open();
    const run = assert.rejects(signIn.run(CORP), { code: 'Cancelled' });
    const address = await ui.browser();
    ui.cancelProgress();
    await over(run);
    await assert.rejects(visit(callbackOf(address, { code: 'late' })), { code: 'ECONNREFUSED' });
    assert.deepEqual(ui.shown, []);
  });

  it('goes on with a code by the link, and back to the browser', async () => {
    const { signIn, ui, over, aws, answers, code, press } = open();
    const run = signIn.run(CORP);
    const address = await ui.browser();
    aws.next('/client/register', registered('d'));
    answers();
    await press('useCode');
    await code();
    await assert.rejects(visit(callbackOf(address, { code: 'late' })), { code: 'ECONNREFUSED' });
    // The registration of a page that came to nothing is forgotten.
    aws.next('/client/register', registered('e'));
    await press('useBrowser');
    const again = await ui.browser(2);
    await ui.reported(/^Approve the sign-in to corp in your browser/);
    aws.next('/token', TOKEN);
    await visit(callbackOf(again, { code: 'TheCode' }));
    await over(run);
  });

  it('falls back to a code where the editor cannot open a browser', async () => {
    const { signIn, ui, approved, answers, log } = open();
    ui.open = () => Promise.reject(new Error('no browser here'));
    answers(TOKEN);
    await approved(signIn.run(CORP));
    assert.match(log.lines.join('\n'), /The browser was not opened: no browser here/);
  });

  it('is one sign-in and one page, however often it is asked for', async () => {
    const { signIn, ui, aws, over, press } = open();
    const run = signIn.run(CORP);
    const address = await ui.browser();
    assert.equal(signIn.run(CORP), run);
    await ui.until('the notification again', () => ui.progressed[1]);
    assert.equal(ui.opened.length, 1);
    await press('openBrowser');
    assert.equal(await ui.browser(2), address);
    aws.next('/token', TOKEN);
    await visit(callbackOf(address, { code: 'TheCode' }));
    await over(run);
  });

  it('goes on with the way of the first when one for another region takes its place', async () => {
    const { signIn, ui, over, aws } = open({ flow: 'deviceAuthorization' });
    const first = signIn.run(CORP, { flow: 'authorizationCode' });
    await ui.browser();
    aws.next('/client/register', registered('d')).next('/token', TOKEN);
    const second = signIn.run({ ...CORP, region: 'eu-west-1' });
    await visit(callbackOf(await ui.browser(2), { code: 'TheCode' }));
    assert.deepEqual(await over(Promise.all([first, second])), [await second, await second]);
  });

  describe('when the person declines to open the browser', () => {
    const NOT_OPENED = /^The browser wasn’t opened\. To sign in to corp, open the link on this computer\./;

    it('waits for one that they open, by the link that they copy', async () => {
      const { signIn, ui, aws, over, press } = open();
      ui.open = () => Promise.resolve(false);
      const run = signIn.run(CORP);
      assert.ok(plain(await ui.reported(NOT_OPENED)).endsWith(LINKS));
      await press('copyLink');
      const [link = ''] = ui.copied;
      aws.next('/token', TOKEN);
      await visit(callbackOf(link, { code: 'TheCode' }));
      await over(run);
      assert.equal(link, ui.opened[0]);
    });

    it('goes on with a code', async () => {
      const { signIn, ui, answers, approved, aws, press } = open();
      ui.open = () => Promise.resolve(false);
      const run = signIn.run(CORP);
      await ui.reported(NOT_OPENED);
      aws.next('/client/register', registered('d'));
      answers(TOKEN);
      await press('useCode');
      await approved(run);
    });

    it('offers nothing more when they decline after it was cancelled', async () => {
      const { signIn, ui, over } = open();
      let decline: (isOpen: boolean) => void = () => undefined;
      ui.open = () => new Promise((resolve) => (decline = resolve));
      const run = assert.rejects(signIn.run(CORP), { code: 'Cancelled' });
      await ui.browser();
      ui.cancelProgress();
      await over(run);
      decline(false);
      await new Promise((resolve) => setImmediate(resolve));
      assert.deepEqual(ui.shown, []);
    });

    it('only notes it when the page cannot be opened again, or the link cannot be copied', async () => {
      const { signIn, ui, over, log, press } = open();
      ui.open = (address) =>
        ui.opened.length > 1 ? Promise.reject(new Error('gone')) : Promise.resolve(!address);
      ui.clipboard = () => Promise.reject(new Error('no clipboard'));
      const run = assert.rejects(signIn.run(CORP), { code: 'Cancelled' });
      await ui.reported(NOT_OPENED);
      await press('openBrowser');
      await press('copyLink');
      assert.match(log.lines.join('\n'), /The browser was not opened: gone\n.*did not take it: no clipboard/);
      ui.cancelProgress();
      await over(run);
    });
  });
});
