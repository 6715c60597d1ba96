import assert from 'node:assert/strict';
import { callbackOf, visit } from '../../support/browserOf.ts';
import { CORP, registered } from '../../support/openSessions.ts';
import { openSignIn, TOKEN, useSignInClock } from './openSignIn.ts';

const LABEL = 'corp (d-1234567890.awsapps.com)';
const OFFERED = ['Open Browser', 'Copy Link', 'Use a Code Instead'];
const WAITS = /^The sign-in to corp waits for your approval in the browser\.$/;

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
      plain(await ui.reported(/Waiting/)),
      'Waiting for the browser… Open Browser, Copy Link or Use a Code Instead',
    );
    aws.next('/token', TOKEN);
    assert.match((await visit(callbackOf(address, { code: 'TheCode' }))).text, /finish signing in to corp/);
    await over(run);
    assert.equal(ui.progressed[0]?.reports.at(-1), 'The browser has come back. Finishing…');
    assert.deepEqual(ui.shown, [`information: Signed in to ${LABEL}.`]);
  });

  it('doubts that the browser comes back where the editor is in a browser itself', async () => {
    const { signIn, ui, over } = open({ reach: 'perhaps' });
    const run = assert.rejects(signIn.run(CORP), { code: 'Cancelled' });
    assert.equal(
      plain(await ui.reported(/Waiting/)),
      'Waiting for the browser… Open Browser or Copy Link. If it ends on a page that cannot be reached, Use a Code Instead',
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
    const [first = ''] = ui.progressed[0]?.reports ?? [];
    assert.equal(plain(first), 'Code ABCD-EFGH, 10 min left. Open Browser or Copy Code');
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
    await ui.press(/^Not signed in to corp. The request was denied\.$/, 'Try Again');
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
    const { signIn, ui, over, linkId, aws, answers } = open();
    const run = signIn.run(CORP);
    const address = await ui.browser();
    aws.next('/client/register', registered('d'));
    answers();
    signIn.use(await linkId(), 'deviceAuthorization');
    await ui.message(/enter the code/);
    await assert.rejects(visit(callbackOf(address, { code: 'late' })), { code: 'ECONNREFUSED' });
    // The registration of a page that came to nothing is forgotten.
    aws.next('/client/register', registered('e'));
    signIn.use(await linkId(), 'authorizationCode');
    const again = await ui.browser(2);
    await ui.reported(/Waiting for the browser/);
    await ui.press(/enter the code/, 'Open Browser');
    await ui.message(/^The sign-in with the code ABCD-EFGH is over\.$/);
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
    const { signIn, ui, aws, over } = open();
    const run = signIn.run(CORP);
    const address = await ui.browser();
    assert.equal(signIn.run(CORP), run);
    assert.deepEqual(await ui.message(WAITS), OFFERED);
    assert.equal(ui.opened.length, 1);
    await ui.press(WAITS, 'Open Browser');
    assert.equal(await ui.browser(2), address);
    aws.next('/token', TOKEN);
    await visit(callbackOf(address, { code: 'TheCode' }));
    await over(run);
  });

  it('goes on with the way of the first when one for another region takes its place', async () => {
    const { signIn, ui, over, aws } = open({ flow: 'deviceAuthorization' });
    const first = signIn.run(CORP, 'authorizationCode');
    await ui.browser();
    aws.next('/client/register', registered('d')).next('/token', TOKEN);
    const second = signIn.run({ ...CORP, region: 'eu-west-1' });
    await visit(callbackOf(await ui.browser(2), { code: 'TheCode' }));
    assert.deepEqual(await over(Promise.all([first, second])), [await second, await second]);
  });

  describe('when the person declines to open the browser', () => {
    const NOT_OPENED =
      /^The browser was not opened\. To sign in to corp, open the link in a browser on this computer, or use a code\.$/;

    it('waits for one that they open, by the link that they copy', async () => {
      const { signIn, ui, aws, over } = open();
      ui.open = () => Promise.resolve(false);
      const run = signIn.run(CORP);
      assert.deepEqual(await ui.message(NOT_OPENED), OFFERED);
      await ui.press(NOT_OPENED, 'Copy Link');
      const link = await ui.until('the link', () => ui.copied[0]);
      aws.next('/token', TOKEN);
      await visit(callbackOf(link, { code: 'TheCode' }));
      await over(run);
      assert.equal(link, ui.opened[0]);
    });

    it('goes on with a code', async () => {
      const { signIn, ui, answers, approved, aws } = open();
      ui.open = () => Promise.resolve(false);
      const run = signIn.run(CORP);
      await ui.message(NOT_OPENED);
      aws.next('/client/register', registered('d'));
      answers(TOKEN);
      await ui.press(NOT_OPENED, 'Use a Code Instead');
      await approved(run);
    });

    it('says so when the sign-in was over before they answered', async () => {
      const { signIn, ui, over } = open();
      ui.open = () => Promise.resolve(false);
      const run = assert.rejects(signIn.run(CORP), { code: 'Cancelled' });
      await ui.message(NOT_OPENED);
      ui.cancelProgress();
      await over(run);
      ui.open = () => Promise.reject(new Error('not again'));
      await ui.press(NOT_OPENED, 'Open Browser');
      await ui.message(/^This sign-in is over, or goes on another way\.$/);
      assert.equal(ui.opened.length, 1);
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
      const { signIn, ui, over, linkId, log } = open();
      ui.open = (address) =>
        ui.opened.length > 1 ? Promise.reject(new Error('gone')) : Promise.resolve(!address);
      ui.clipboard = () => Promise.reject(new Error('no clipboard'));
      const run = assert.rejects(signIn.run(CORP), { code: 'Cancelled' });
      await ui.message(NOT_OPENED);
      const page = signIn.page(await linkId());
      await page?.open();
      await page?.copyLink();
      assert.match(log.lines.join('\n'), /The browser was not opened: gone\n.*did not take it: no clipboard/);
      ui.cancelProgress();
      await over(run);
    });
  });
});
