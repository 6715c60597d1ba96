import assert from 'node:assert/strict';
import { SIGN_IN_ACTIONS } from '../../../../src/features/signIn/steps/signInActions.ts';
import { sessionId } from '../../../../src/sessions/kinds/identityCenter.ts';
import { MemoryLock, MemoryWindows } from '../../support/memoryWindows.ts';
import { connectionError, exception, PENDING } from '../../support/mockAws.ts';
import { CORP, LAB, registered, started } from '../../support/openSessions.ts';
import { openSignIn, TOKEN, useSignInClock } from './openSignIn.ts';

const NEXT = ' [Use Role in Terminals…]';
const DENIED = exception('AccessDeniedException', 'access_denied');
const EXPIRED = exception('ExpiredTokenException', 'expired_token');
const UNKNOWN_PORTAL = exception('InvalidRequestException', 'invalid_request');
const WIDE = { ...CORP, registrationScopes: ['codecatalyst:read_write', 'sso:account:access'] };

const withoutTargets = (text: string) => text.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');

describe('SignInController', () => {
  const clock = useSignInClock();

  describe('on success', () => {
    it('says who is signed in to what, with the next step, and leaves nothing else', async () => {
      const { signIn, ui, answers, approved, waiting, inView, used, added } = openSignIn(clock());
      answers(PENDING, TOKEN);
      const session = await approved(signIn.run(CORP));
      assert.equal(session.accessToken, 'aoa');
      assert.deepEqual(ui.shown, [`information: Signed in to corp.${NEXT}`]);
      assert.deepEqual([[...ui.progresses], waiting.list(), added], [[], [], []]);
      assert.deepEqual(inView, [sessionId(CORP)]);
      await ui.press(/^Signed in to corp\.$/, 'Use Role in Terminals…');
      assert.deepEqual(used, ['corp']);
    });

    it('offers no role to who has none', async () => {
      const { signIn, ui, answers, approved } = openSignIn(clock());
      answers(TOKEN);
      await approved(signIn.run({ ...CORP, registrationScopes: ['codewhisperer:analysis'] }));
      assert.deepEqual(await ui.message(/^Signed in/), []);
    });

    it('keeps a portal that was typed, without a question', async () => {
      const { signIn, ui, answers, approved, added } = openSignIn(clock(), { configured: [] });
      answers(TOKEN);
      await approved(signIn.run(CORP));
      assert.deepEqual(ui.shown, [`information: Signed in to corp.${NEXT}`]);
      assert.deepEqual(
        added.map(([{ name, region }]) => [name, region]),
        [['corp', 'us-east-1']],
      );
    });

    it('says why it could not be kept, and is signed in all the same', async () => {
      const { signIn, ui, answers, approved } = openSignIn(clock(), {
        configured: [],
        add: () => Promise.reject(new Error('The file has errors.')),
      });
      answers(TOKEN);
      await approved(signIn.run(CORP));
      await ui.press(/^Couldn’t add corp to your settings: The file has errors\.$/, 'Open Settings');
      assert.equal(
        (await ui.until('the settings', () => ui.commands[0]))[0],
        'workbench.action.openSettingsJson',
      );
      await ui.message(/^Signed in to corp\.$/);
    });

    it('corrects a region that has proved wrong', async () => {
      const { signIn, answers, approved, added } = openSignIn(clock());
      answers(TOKEN);
      await approved(signIn.run({ ...CORP, region: 'eu-west-1' }));
      assert.deepEqual(
        added.map(([{ region }]) => region),
        ['eu-west-1'],
      );
    });

    it('leads to the AWS config file where that names another region, and leaves it alone', async () => {
      const places = { corp: { file: '/home/me/.aws/config', line: 7 } };
      const { signIn, ui, answers, approved, added } = openSignIn(clock(), { places });
      answers(TOKEN);
      await approved(signIn.run({ ...CORP, region: 'eu-west-1' }));
      const told = /^Signed in to corp\. Your AWS config file names another region\.$/;
      assert.deepEqual(await ui.message(told), ['Use Role in Terminals…', 'Open AWS Config']);
      await ui.press(told, 'Open AWS Config');
      assert.deepEqual([ui.files, added], [['/home/me/.aws/config:7'], []]);
    });
  });

  describe('on failure', () => {
    for (const [what, answer, code, sentence, help] of [
      ['a denial', DENIED, 'AccessDenied', 'Couldn’t sign in to corp: The request was denied.', 'Show Log'],
      ['a code that lapsed', EXPIRED, 'Expired', 'Couldn’t sign in to corp: The code expired', 'Show Log'],
      [
        'an error of the service',
        exception('InvalidClientException', 'invalid_client', 401),
        'Service',
        'Couldn’t sign in to corp: ',
        'Show Log',
      ],
    ] as const) {
      it(`says why after ${what}, and offers to try again or ${help}`, async () => {
        const { signIn, ui, answers, approved, aws } = openSignIn(clock());
        answers(answer);
        if (what === 'an error of the service') {
          // The registration is made anew once.
          aws.next('/client/register', { status: 500, body: {} }).next('/client/register', { body: {} });
        }
        await assert.rejects(approved(signIn.run(CORP)), what.startsWith('an error') ? Error : { code });
        const buttons = await ui.message(new RegExp(`^${sentence}`));
        assert.deepEqual(buttons, ['Try Again', help]);
        await ui.press(/Couldn’t sign in/, help);
        await ui.until('the log', () => ui.commands[0]);
        assert.deepEqual(ui.commands, [['awsSso.showLog']]);
      });
    }

    describe('where the start URL or the region is refused', () => {
      const told = /^Couldn’t sign in to corp: .*start URL/;

      async function refused(circumstances: Parameters<typeof openSignIn>[1]) {
        const opened = openSignIn(clock(), circumstances);
        opened.aws.next('/client/register', registered('c')).next('/device_authorization', UNKNOWN_PORTAL);
        await assert.rejects(opened.over(opened.signIn.run(CORP)), { code: 'InvalidRequest' });
        return opened;
      }

      it('has it edited, beginning with what was typed, and keeps what works', async () => {
        const { ui, log, aws, answers, over, added } = await refused({ configured: [] });
        assert.deepEqual(await ui.message(told), ['Edit…', 'Try Again']);
        assert.match(log.lines.join('\n'), /Sign-in to corp \(.*\) failed: .*InvalidRequestException/);
        await ui.press(told, 'Edit…');
        const box = await ui.box('Edit SSO Session');
        assert.equal(box.value, CORP.startUrl);
        box.type('lab').accept();
        const list = await ui.list('Edit SSO Session');
        assert.equal(list.labels[0], 'us-east-1');
        aws.next('/client/register', registered('d'));
        answers(TOKEN);
        list.accept();
        await over(ui.message(/^Signed in to lab\.$/));
        assert.deepEqual(
          added.map(([{ name, startUrl }, instead]) => [name, startUrl, instead?.name]),
          [['lab', LAB.startUrl, 'corp']],
        );
      });

      it('keeps the name of a session in the settings', async () => {
        const { ui, aws, answers, over, added } = await refused({ configured: [CORP] });
        await ui.press(told, 'Edit…');
        (await ui.box('Edit SSO Session')).type('lab').accept();
        aws.next('/client/register', registered('d'));
        answers(TOKEN);
        (await ui.list('Edit SSO Session')).accept();
        await over(ui.message(/^Signed in to corp\.$/));
        assert.deepEqual(
          added.map(([{ name, startUrl }, instead]) => [name, startUrl, instead?.startUrl]),
          [['corp', LAB.startUrl, CORP.startUrl]],
        );
      });

      it('does nothing more when the person changes their mind', async () => {
        const { ui, added } = await refused({ configured: [] });
        await ui.press(told, 'Edit…');
        (await ui.box('Edit SSO Session')).escape();
        await clock().tickAsync(1_000);
        assert.deepEqual([ui.shown.length, added], [1, []]);
      });

      it('leads to the line of the AWS config file, for a session of that', async () => {
        const places = { corp: { file: '/home/me/.aws/config', line: 7 } };
        const { ui } = await refused({ places });
        assert.deepEqual(await ui.message(told), ['Open AWS Config', 'Try Again']);
        await ui.press(told, 'Open AWS Config');
        assert.deepEqual(ui.files, ['/home/me/.aws/config:7']);
      });
    });

    for (const errno of ['ENOTFOUND', 'ECONNREFUSED', 'ECONNRESET', 'CERT_HAS_EXPIRED']) {
      it(`offers a diagnosis where the network is in the way: ${errno}`, async () => {
        const { signIn, ui, aws, over, diagnosed } = openSignIn(clock());
        for (let attempt = 0; attempt < 5; attempt++) {
          aws.next('/client/register', connectionError(errno));
        }
        await assert.rejects(over(signIn.run(CORP)), { code: 'Network' });
        assert.deepEqual(await ui.message(/^Couldn’t sign in to corp: /), ['Try Again', 'Run Diagnostics']);
        await ui.press(/Couldn’t sign in/, 'Run Diagnostics');
        await new Promise((resolve) => setImmediate(resolve));
        assert.deepEqual(diagnosed, [CORP]);
      });
    }

    it('begins anew, with another code, when tried again', async () => {
      const { signIn, ui, answers, approved, over, aws, code } = openSignIn(clock());
      answers(DENIED);
      await assert.rejects(approved(signIn.run(CORP)), { code: 'AccessDenied' });
      answers(TOKEN);
      await ui.press(/was denied/, 'Try Again');
      await code();
      await over(ui.message(/Signed in to corp/));
      assert.equal(aws.received.filter(({ path }) => path === '/device_authorization').length, 2);
    });

    it('goes the way that the person chose last, whatever the settings say, when tried again', async () => {
      const { signIn, ui, answers, approved, aws, over, code, press } = openSignIn(clock(), {
        flow: 'authorizationCode',
      });
      aws.next('/client/register', registered('b'));
      const run = assert.rejects(signIn.run(CORP), { code: 'AccessDenied' });
      await ui.browser();
      aws.next('/client/register', registered('c'));
      answers(DENIED);
      await press('useCode');
      await approved(run);
      answers(TOKEN);
      await ui.press(/was denied/, 'Try Again');
      await code();
      await over(ui.message(/Signed in to corp/));
    });

    it('leaves it at that when the notification is closed', async () => {
      const { signIn, ui, answers, approved } = openSignIn(clock());
      answers(DENIED);
      await assert.rejects(approved(signIn.run(CORP)), { code: 'AccessDenied' });
      const { length } = ui.shown;
      await ui.close(/was denied/);
      await clock().tickAsync(10_000);
      assert.deepEqual([ui.shown.length, ui.commands, ui.progresses.size], [length, [], 0]);
    });
  });

  describe('while it goes on', () => {
    it('ends without a word when it is cancelled, and does not poll on', async () => {
      const { signIn, ui, answers, over, aws, code } = openSignIn(clock());
      answers(PENDING);
      const run = assert.rejects(signIn.run(CORP), { code: 'Cancelled' });
      await code();
      ui.cancelProgress();
      await over(run);
      const polls = aws.received.length;
      await clock().tickAsync(30_000);
      assert.deepEqual([aws.received.length, ui.progresses.size], [polls, 0]);
      assert.deepEqual(ui.shown, []);
    });

    it('ends when the window is closed', async () => {
      const { signIn, ui, answers, over, code } = openSignIn(clock());
      answers(PENDING);
      const run = assert.rejects(signIn.run(CORP), { code: 'Cancelled' });
      await code();
      signIn.dispose();
      await over(run);
      assert.deepEqual(ui.shown, []);
    });

    it('counts down, and says that it is still trying while the service is out of reach', async () => {
      const { signIn, ui, answers, approved } = openSignIn(clock());
      answers(PENDING, connectionError('ECONNRESET'), PENDING, TOKEN);
      const run = signIn.run(CORP);
      await approved(run);
      const plain = (ui.progressed[0]?.reports ?? []).map(withoutTargets);
      const links = 'Open Browser · Copy Code · Sign In Without a Code';
      const first = 'ABCD-EFGH is your code to sign in to corp. Confirm it at';
      assert.equal(plain[0], 'Signing in to corp…');
      assert.equal(plain[1], `${first} x/. ${links} · 10 min left`);
      assert.ok(plain.some((text) => text.endsWith('9 min left')));
      const trouble = plain.findIndex((text) => /^ABCD-EFGH .* Still trying\. Confirm it at/.test(text));
      assert.ok(
        trouble > 0 && plain.slice(trouble + 1).some((text) => text.startsWith(first)),
        plain.join('\n'),
      );
      assert.equal(ui.progressed.length, 1);
    });

    it('opens the page once the code is shown, for who has asked for that', async () => {
      const { signIn, ui, answers, over, code } = openSignIn(clock());
      answers(PENDING, TOKEN);
      const run = signIn.run(CORP, { opensBrowser: true });
      await code();
      assert.equal(await ui.browser(), 'https://x/');
      await over(run);
      answers(TOKEN);
      await over(signIn.run(CORP));
      assert.equal(ui.opened.length, 1);
    });

    it('is joined by a second call, which brings the code into sight', async () => {
      const { signIn, ui, answers, over, aws, code } = openSignIn(clock());
      answers(PENDING, TOKEN);
      const first = signIn.run(CORP);
      await code();
      const second = signIn.run(CORP);
      assert.equal(second, first);
      await ui.until('another notification', () => ui.progressed[1]);
      await clock().tickAsync(1);
      assert.equal(ui.progresses.size, 1);
      assert.equal(await code(), ui.progressed[0]?.reports.at(-1));
      await over(first);
      assert.equal(aws.received.filter(({ path }) => path === '/device_authorization').length, 1);
    });

    it('is joined by one that wants fewer scopes', async () => {
      const { signIn, answers, over, code } = openSignIn(clock());
      answers(TOKEN);
      const first = signIn.run(WIDE);
      await code();
      assert.equal(signIn.run(CORP), first);
      await over(first);
    });

    it('gives way to one that wants more scopes, which gets those of both, for both callers', async () => {
      const { signIn, ui, answers, over, aws, code } = openSignIn(clock());
      answers(PENDING);
      const first = signIn.run({ ...CORP, registrationScopes: ['a:b', 'sso:account:access'] });
      await code();
      aws.next('/client/register', {
        body: { clientId: 'd', clientSecret: 's', clientSecretExpiresAt: 2e9 },
      });
      aws.next('/device_authorization', started()).next('/token', TOKEN);
      const second = signIn.run(WIDE);
      const [one, other] = await over(Promise.all([first, second]));
      assert.equal(one, other);
      assert.deepEqual(one.registrationScopes, ['a:b', 'codecatalyst:read_write', 'sso:account:access']);
      assert.deepEqual([ui.shown, ui.progresses.size], [[`information: Signed in to corp.${NEXT}`], 0]);
    });

    it('goes on beside one for another session', async () => {
      const { signIn, ui, answers, over, aws } = openSignIn(clock(), { configured: [CORP, LAB] });
      answers(PENDING, TOKEN, TOKEN);
      const corp = signIn.run(CORP);
      await ui.reported(/^ABCD-EFGH is your code to sign in to corp/);
      aws.next('/client/register', {
        body: { clientId: 'd', clientSecret: 's', clientSecretExpiresAt: 2e9 },
      });
      aws.next('/device_authorization', started());
      const lab = signIn.run(LAB);
      await ui.reported(/^ABCD-EFGH is your code to sign in to lab/);
      assert.deepEqual(signIn.running(), [CORP, LAB]);
      const [one, other] = await over(Promise.all([corp, lab]));
      assert.deepEqual([one.name, other.name], ['corp', 'lab']);
      assert.deepEqual(signIn.running(), []);
    });

    it('copies the code, and goes another way, for who has the link, and nobody else', async () => {
      const { signIn, ui, answers, over, linkId, code, press } = openSignIn(clock());
      answers(PENDING);
      const run = assert.rejects(signIn.run(CORP), { code: 'Cancelled' });
      await code();
      for (const guessed of [sessionId(CORP), 'corp', 'undefined', '']) {
        for (const action of SIGN_IN_ACTIONS) {
          await signIn.act(guessed, action);
        }
      }
      assert.deepEqual([ui.copied, ui.opened, ui.shown, ui.hasQuestion], [[], [], [], false]);
      await press('copyCode');
      await press('openBrowser');
      assert.deepEqual([ui.copied, ui.opened], [['ABCD-EFGH'], ['https://x/']]);
      const id = await linkId();
      await signIn.act(id, 'cancelSignIn');
      await over(run);
      assert.match(id, /^[0-9a-f-]{36}$/);
    });

    it('is in the list of those that wait, with all that places need to show it', async () => {
      const { signIn, ui, answers, over, code, waiting } = openSignIn(clock());
      let changes = 0;
      waiting.onDidChange(() => changes++);
      answers(PENDING, PENDING, PENDING, PENDING, PENDING, PENDING);
      const run = assert.rejects(signIn.run(CORP), { code: 'Cancelled' });
      await code();
      const [one] = waiting.list();
      assert.equal(waiting.of(sessionId(CORP)), one);
      assert.equal(one?.view().code, 'ABCD-EFGH');
      const before = changes;
      await clock().tickAsync(5_000);
      assert.equal(changes, before, 'Time alone is no change.');
      one.cancel();
      await over(run);
      assert.deepEqual([waiting.list(), ui.progresses.size], [[], 0]);
    });
  });

  describe('where the notification may be hidden', () => {
    const TITLE = 'ABCD-EFGH is your code to sign in to corp';

    async function unheeded() {
      const opened = openSignIn(clock());
      opened.answers(...Array.from({ length: 70 }, () => PENDING));
      const run = assert.rejects(opened.signIn.run(CORP), { code: 'Cancelled' });
      await opened.code();
      return { ...opened, run };
    }

    it('shows the code in a quick input that stays until the sign-in is over', async () => {
      const { ui, over, run } = await unheeded();
      await clock().tickAsync(20_000);
      const list = await ui.list(TITLE, 'Confirm the code at x/');
      assert.deepEqual(list.labels, [
        '$(link-external) Open Browser',
        '$(copy) Copy Code',
        '$(browser) Sign In Without a Code',
        '$(close) Cancel',
      ]);
      list.accept('$(copy) Copy Code');
      const again = await ui.list(TITLE);
      assert.deepEqual(ui.commands[0]?.[0], '_awsSso.copyCode');
      ui.cancelProgress();
      await over(run);
      assert.equal(again.isOpen, false);
    });

    it('leaves whoever has pressed a link alone', async () => {
      const { ui, over, run, press } = await unheeded();
      await press('copyCode');
      await clock().tickAsync(30_000);
      assert.equal(ui.hasQuestion, false);
      ui.cancelProgress();
      await over(run);
    });

    it('closes no question, and waits for somebody to look', async () => {
      const { ui, over, run } = await unheeded();
      ui.focus(false);
      void ui.input({ title: 'Another question', problemOf: () => undefined });
      ui.focus();
      await clock().tickAsync(20_500);
      (await ui.box('Another question')).escape();
      ui.focus();
      await clock().tickAsync(20_500);
      (await ui.list(TITLE)).escape();
      await clock().tickAsync(5_000);
      assert.equal(ui.hasQuestion, false, 'It was closed.');
      ui.cancelProgress();
      await over(run);
    });

    it('shows both to whoever looks for them and has pressed nothing yet', async () => {
      const { ui, over, run, waiting } = await unheeded();
      waiting.list()[0]?.showAgain();
      await ui.list(TITLE);
      assert.deepEqual([ui.progressed.length, ui.progresses.size], [2, 1]);
      ui.cancelProgress();
      await over(run);
    });

    it('follows what there is to do', async () => {
      const { ui, over, run } = await unheeded();
      await clock().tickAsync(20_000);
      const list = await ui.list(TITLE);
      assert.ok(!list.labels.includes('$(globe) Choose Another Region'));
      await clock().tickAsync(42_000);
      const later = await ui.list(`${TITLE}. If the page shows an error, us-east-1 may be the wrong region`);
      assert.ok(later.labels.includes('$(globe) Choose Another Region'));
      ui.cancelProgress();
      await over(run);
    });
  });

  describe('when the region is doubted', () => {
    it('waits for a minute, and then says so', async () => {
      const { signIn, ui, answers, over, code } = openSignIn(clock());
      answers(...Array.from({ length: 70 }, () => PENDING), TOKEN);
      const run = signIn.run(CORP);
      await code();
      await clock().tickAsync(59_000);
      assert.doesNotMatch(await code(), /wrong region/);
      await clock().tickAsync(2_000);
      await ui.reported(
        /corp\. If the page shows an error, us-east-1 may be the wrong region\. .*\[Choose Another Region\]\(command:_awsSso\.otherRegion/,
      );
      await over(run);
      assert.equal(ui.shown.length, 1);
    });

    it('begins anew in another, for the caller of the first', async () => {
      const { signIn, ui, answers, over, aws, code, press } = openSignIn(clock());
      answers(...Array.from({ length: 70 }, () => PENDING));
      const run = signIn.run(CORP);
      await code();
      await clock().tickAsync(61_000);
      void press('otherRegion');
      const list = await ui.list('Choose another region for corp');
      assert.ok(!list.labels.includes('us-east-1'), 'It was tried.');
      answers(TOKEN);
      aws.next('/client/register', {
        body: { clientId: 'd', clientSecret: 's', clientSecretExpiresAt: 2e9 },
      });
      list.type('Ireland').accept();
      assert.equal((await over(run)).region, 'eu-west-1');
    });

    it('goes on when nothing is chosen', async () => {
      const { signIn, ui, answers, over, linkId, code } = openSignIn(clock());
      answers(PENDING, TOKEN);
      const run = signIn.run(CORP);
      await code();
      const changing = signIn.act(await linkId(), 'otherRegion');
      (await ui.list('Choose another region for corp')).escape();
      await changing;
      assert.equal((await over(run)).region, 'us-east-1');
    });

    it('begins nothing when the sign-in has ended meanwhile', async () => {
      const { signIn, ui, answers, over, linkId, aws, code } = openSignIn(clock());
      answers(TOKEN);
      const run = signIn.run(CORP);
      await code();
      const changing = signIn.act(await linkId(), 'otherRegion');
      const list = await ui.list('Choose another region for corp');
      await over(run);
      const { length } = aws.received;
      list.accept('eu-west-1');
      await changing;
      assert.deepEqual([aws.received.length, signIn.running()], [length, []]);
    });
  });

  describe('with another window', () => {
    it('waits for the one that signs in, says where, and gets the session when that has it', async () => {
      const shared = { windows: new MemoryWindows(), lock: new MemoryLock() };
      const [first, second] = [openSignIn(clock(), shared), openSignIn(clock(), shared)];
      first.answers(PENDING, PENDING, TOKEN);
      const there = first.signIn.run(CORP);
      await first.code();
      const here = second.signIn.run(CORP);
      await clock().tickAsync(600);
      await second.ui.reported(
        /^Another window shows the code to sign in to corp\. \[Sign In Here\]\(command:_awsSso\.takeOver/,
      );
      const [one, other] = await first.over(Promise.all([there, here]));
      assert.equal(other.accessToken, one.accessToken);
      assert.deepEqual(second.ui.shown, [`information: Signed in to corp.${NEXT}`]);
    });

    it('takes the sign-in over, which the other one then waits for', async () => {
      const shared = { windows: new MemoryWindows(), lock: new MemoryLock() };
      const [first, second] = [openSignIn(clock(), shared), openSignIn(clock(), shared)];
      first.answers(PENDING);
      const there = first.signIn.run(CORP);
      await first.code();
      const here = second.signIn.run(CORP);
      await clock().tickAsync(600);
      second.answers(PENDING, PENDING, TOKEN);
      await second.press('takeOver');
      await second.code();
      await clock().tickAsync(1_600);
      await first.ui.reported(/Another window shows/);
      const [one, other] = await first.over(Promise.all([there, here]));
      assert.equal(other.accessToken, one.accessToken);
    });

    it('says that the other one waits for a browser', async () => {
      const shared = { windows: new MemoryWindows(), lock: new MemoryLock() };
      const first = openSignIn(clock(), shared);
      const second = openSignIn(clock(), { ...shared, flow: 'authorizationCode' });
      first.answers(PENDING);
      const there = assert.rejects(first.signIn.run(CORP), { code: 'Cancelled' });
      await first.code();
      const here = assert.rejects(second.signIn.run(CORP), { code: 'Cancelled' });
      await clock().tickAsync(600);
      await second.ui.reported(/^Another window waits for the browser to sign in to corp\. \[Sign In Here\]/);
      second.ui.cancelProgress();
      await first.over(here);
      first.ui.cancelProgress();
      await first.over(there);
    });
  });

  describe('with a session that a workspace suggests', () => {
    const question = /^This workspace suggests the SSO session “corp”/;
    const circumstances = { configured: [], suggested: [CORP] };

    it('asks first, and sends nothing without the person’s word', async () => {
      const { signIn, ui, aws } = openSignIn(clock(), circumstances);
      const run = assert.rejects(signIn.run(CORP), { code: 'Cancelled' });
      assert.deepEqual(await ui.message(question), ['I Know This Portal']);
      assert.match(
        ui.shown[0] ?? '',
        /^warning: .*\nStart URL: https:\/\/d-1234567890\.awsapps\.com\/start\nRegion: us-east-1\nScopes: sso:account:access\n/,
      );
      await ui.close(question);
      await run;
      assert.deepEqual([aws.received, ui.shown.length], [[], 1]);
    });

    it('sends nothing to an address that neither AWS nor the settings name without the person’s word', async () => {
      const endpoints = [{ address: 'https://evil.example', source: 'configFile' }] as const;
      const { signIn, ui, aws } = openSignIn(clock(), { endpoints });
      const run = assert.rejects(signIn.run(CORP), { code: 'Cancelled' });
      await ui.close(/^Sign in to corp through evil\.example\?$/);
      await run;
      assert.deepEqual([aws.received, ui.shown.length], [[], 1]);
    });

    it('asks, though the workspace takes its suggestion back once it was chosen', async () => {
      const { signIn, ui, aws } = openSignIn(clock(), { configured: [] });
      const run = assert.rejects(signIn.run({ ...CORP, isSuggested: true }), { code: 'Cancelled' });
      await ui.close(question);
      await run;
      assert.deepEqual([aws.received, ui.shown.length], [[], 1]);
    });

    it('signs in once the person knows the portal, and does not ask again', async () => {
      const { signIn, ui, answers, approved, memento } = openSignIn(clock(), circumstances);
      answers(TOKEN);
      const run = signIn.run(CORP);
      await ui.press(question, 'I Know This Portal');
      await approved(run);
      const later = openSignIn(clock(), { ...circumstances, memento });
      later.answers(TOKEN);
      await later.approved(later.signIn.run(CORP));
      assert.ok(!later.ui.shown.some((text) => text.includes('suggests')));
    });

    for (const [what, other] of [
      ['another portal', { startUrl: 'https://evil.awsapps.com/start' }],
      ['another region', { region: 'eu-west-1' }],
      ['other scopes', { registrationScopes: ['a:b'] }],
    ] as const) {
      it(`asks again for ${what} under the same name`, async () => {
        const { signIn, ui, answers, approved, memento } = openSignIn(clock(), circumstances);
        answers(TOKEN);
        const run = signIn.run(CORP);
        await ui.press(question, 'I Know This Portal');
        await approved(run);
        const config = { ...CORP, ...other };
        const later = openSignIn(clock(), { configured: [], suggested: [config], memento });
        const asked = assert.rejects(later.signIn.run(config), { code: 'Cancelled' });
        await later.ui.close(question);
        await asked;
      });
    }
  });
});
