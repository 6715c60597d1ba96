import assert from 'node:assert/strict';
import { sessionId } from '../../../../src/sessions/kinds/identityCenter.ts';
import { MemoryLock, MemoryWindows } from '../../support/memoryWindows.ts';
import { connectionError, exception, PENDING } from '../../support/mockAws.ts';
import { CORP, LAB, registered, started } from '../../support/openSessions.ts';
import { openSignIn, TOKEN, useSignInClock } from './openSignIn.ts';

const LABEL = 'corp (d-1234567890.awsapps.com)';
const DENIED = exception('AccessDeniedException', 'access_denied');
const EXPIRED = exception('ExpiredTokenException', 'expired_token');
const UNKNOWN_PORTAL = exception('InvalidRequestException', 'invalid_request');
const WIDE = { ...CORP, registrationScopes: ['codecatalyst:read_write', 'sso:account:access'] };

describe('SignInController', () => {
  const clock = useSignInClock();

  describe('on success', () => {
    it('says who is signed in to what, and nothing else for a session that is written down', async () => {
      const { signIn, ui, answers, approved } = openSignIn(clock());
      answers(PENDING, TOKEN);
      const session = await approved(signIn.run(CORP));
      assert.equal(session.accessToken, 'aoa');
      assert.deepEqual(ui.shown.slice(1), [`information: Signed in to ${LABEL}.`]);
      assert.deepEqual([...ui.progresses.keys()], []);
    });

    it('leaves nothing that still works: the code is over', async () => {
      const { signIn, ui, answers, approved } = openSignIn(clock());
      answers(TOKEN);
      await approved(signIn.run(CORP));
      await ui.press(/enter the code/, 'Open Browser');
      await ui.message(/^The sign-in with the code ABCD-EFGH is over\.$/);
      assert.deepEqual(ui.opened, []);
    });

    it('offers to remember one that is not, and does', async () => {
      const { signIn, ui, answers, approved, added } = openSignIn(clock(), { configured: [] });
      answers(TOKEN);
      await approved(signIn.run(CORP));
      await ui.press(/Signed in to/, 'Add to Settings');
      await ui.message(/was added to your settings\.$/);
      assert.deepEqual(
        added.map(({ name, region }) => [name, region]),
        [['corp', 'us-east-1']],
      );
    });

    it('offers to correct a region that has proved wrong', async () => {
      const { signIn, ui, answers, approved } = openSignIn(clock());
      answers(TOKEN);
      await approved(signIn.run({ ...CORP, region: 'eu-west-1' }));
      assert.deepEqual(await ui.message(/Signed in to/), ['Add to Settings']);
    });
  });

  describe('on failure', () => {
    for (const [what, answer, code, sentence, help] of [
      ['a denial', DENIED, 'AccessDenied', 'Not signed in to corp. The request was denied.', 'Show Log'],
      ['a code that lapsed', EXPIRED, 'Expired', 'Not signed in to corp. The code expired', 'Show Log'],
      [
        'an error of the service',
        exception('InvalidClientException', 'invalid_client', 401),
        'Service',
        'Not signed in to corp. ',
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
        await ui.press(/Not signed in/, help);
        await ui.until('the log', () => ui.commands[0]);
        assert.deepEqual(ui.commands, [['awsSso.showLog']]);
      });
    }

    it('names what to check where the start URL or the region is wrong, and leads to the settings', async () => {
      const { signIn, ui, aws, over, log } = openSignIn(clock());
      aws.next('/client/register', {
        body: { clientId: 'c', clientSecret: 's', clientSecretExpiresAt: 2e9 },
      });
      aws.next('/device_authorization', UNKNOWN_PORTAL);
      await assert.rejects(over(signIn.run(CORP)), { code: 'InvalidRequest' });
      const told =
        /^Not signed in to corp \(https:\/\/d-1234567890\.awsapps\.com\/start, us-east-1\)\. .*start URL/;
      assert.deepEqual(await ui.message(told), ['Try Again', 'Open Settings']);
      await ui.press(told, 'Open Settings');
      await ui.until('the settings', () => ui.commands[0]);
      assert.deepEqual(ui.commands, [
        ['workbench.action.openSettingsJson', { revealSetting: { key: 'awsSso.sessions' } }],
      ]);
      assert.match(log.lines.join('\n'), /Sign-in to corp \(.*\) failed: .*InvalidRequestException/);
    });

    for (const errno of ['ENOTFOUND', 'ECONNREFUSED', 'ECONNRESET', 'CERT_HAS_EXPIRED']) {
      it(`offers a diagnosis where the network is in the way: ${errno}`, async () => {
        const { signIn, ui, aws, over, diagnosed } = openSignIn(clock());
        for (let attempt = 0; attempt < 5; attempt++) {
          aws.next('/client/register', connectionError(errno));
        }
        await assert.rejects(over(signIn.run(CORP)), { code: 'Network' });
        assert.deepEqual(await ui.message(/^Not signed in to corp\. /), ['Try Again', 'Diagnose']);
        await ui.press(/Not signed in/, 'Diagnose');
        await new Promise((resolve) => setImmediate(resolve));
        assert.deepEqual(diagnosed, [CORP]);
      });
    }

    it('begins anew, with another code, when tried again', async () => {
      const { signIn, ui, answers, approved, over, aws } = openSignIn(clock());
      answers(DENIED);
      await assert.rejects(approved(signIn.run(CORP)), { code: 'AccessDenied' });
      await ui.close(/enter the code/);
      answers(TOKEN);
      await ui.press(/was denied/, 'Try Again');
      await ui.message(/enter the code/);
      await over(ui.message(/Signed in to corp/));
      assert.equal(aws.received.filter(({ path }) => path === '/device_authorization').length, 2);
    });

    it('goes the way that the person chose last, whatever the settings say, when tried again', async () => {
      const { signIn, ui, answers, approved, linkId, aws, over } = openSignIn(clock(), {
        flow: 'authorizationCode',
      });
      aws.next('/client/register', registered('b'));
      const run = assert.rejects(signIn.run(CORP), { code: 'AccessDenied' });
      await ui.browser();
      aws.next('/client/register', registered('c'));
      answers(DENIED);
      signIn.use(await linkId(), 'deviceAuthorization');
      await approved(run);
      await ui.close(/enter the code/);
      answers(TOKEN);
      await ui.press(/was denied/, 'Try Again');
      await ui.message(/enter the code/);
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
      const { signIn, ui, answers, over, aws } = openSignIn(clock());
      answers(PENDING);
      const run = assert.rejects(signIn.run(CORP), { code: 'Cancelled' });
      await ui.message(/enter the code/);
      ui.cancelProgress();
      await over(run);
      const polls = aws.received.length;
      await clock().tickAsync(30_000);
      assert.deepEqual([aws.received.length, ui.progresses.size], [polls, 0]);
      assert.deepEqual(ui.shown.slice(1), []);
      await ui.press(/enter the code/, 'Open Browser');
      await ui.message(/^The sign-in with the code ABCD-EFGH is over\.$/);
      assert.deepEqual(ui.opened, []);
    });

    it('ends when the window is closed', async () => {
      const { signIn, ui, answers, over } = openSignIn(clock());
      answers(PENDING);
      const run = assert.rejects(signIn.run(CORP), { code: 'Cancelled' });
      await ui.message(/enter the code/);
      signIn.dispose();
      await over(run);
      assert.deepEqual(ui.shown.slice(1), []);
    });

    it('counts down, and says that it is still trying while the service is out of reach', async () => {
      const { signIn, ui, answers, approved } = openSignIn(clock());
      answers(PENDING, connectionError('ECONNRESET'), PENDING, TOKEN);
      const run = signIn.run(CORP);
      await approved(run);
      const [said = []] = [ui.progressed.map(({ reports }) => reports)].flat();
      const plain = said.map((text) => text.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1'));
      assert.equal(plain[0], 'Code ABCD-EFGH, 10 min left. Open Browser, Copy Code or Use the Browser Only');
      assert.ok(
        plain.some((text) => text.startsWith('Code ABCD-EFGH, 9 min left')),
        plain.join('\n'),
      );
      const trouble = plain.findIndex((text) => text.includes(' Still trying. Code ABCD-EFGH, 9 min left'));
      assert.ok(
        trouble > 0 && plain.slice(trouble + 1).some((text) => text.startsWith('Code')),
        plain.join('\n'),
      );
    });

    it('is joined by a second call, which brings the code into sight', async () => {
      const { signIn, ui, answers, over, aws } = openSignIn(clock());
      answers(PENDING, TOKEN);
      const first = signIn.run(CORP);
      await ui.close(/enter the code/);
      const second = signIn.run(CORP);
      assert.equal(second, first);
      await ui.message(/enter the code ABCD-EFGH/);
      await over(first);
      assert.equal(aws.received.filter(({ path }) => path === '/device_authorization').length, 1);
    });

    it('is joined by one that wants fewer scopes', async () => {
      const { signIn, ui, answers, over } = openSignIn(clock());
      answers(TOKEN);
      const first = signIn.run(WIDE);
      await ui.message(/enter the code/);
      assert.equal(signIn.run(CORP), first);
      await over(first);
    });

    it('gives way to one that wants more scopes, which gets those of both, for both callers', async () => {
      const { signIn, ui, answers, over, aws } = openSignIn(clock());
      answers(PENDING);
      const first = signIn.run({ ...CORP, registrationScopes: ['a:b', 'sso:account:access'] });
      await ui.message(/enter the code/);
      aws.next('/client/register', {
        body: { clientId: 'd', clientSecret: 's', clientSecretExpiresAt: 2e9 },
      });
      aws.next('/device_authorization', started()).next('/token', TOKEN);
      const second = signIn.run(WIDE);
      const [one, other] = await over(Promise.all([first, second]));
      assert.equal(one, other);
      assert.deepEqual(one.registrationScopes, ['a:b', 'codecatalyst:read_write', 'sso:account:access']);
      assert.deepEqual(
        ui.shown.filter((text) => !text.includes('enter the code')),
        [`information: Signed in to ${LABEL}.`],
      );
    });

    it('goes on beside one for another session', async () => {
      const { signIn, ui, answers, over, aws } = openSignIn(clock(), { configured: [CORP, LAB] });
      answers(PENDING, TOKEN, TOKEN);
      const corp = signIn.run(CORP);
      await ui.message(/sign in to corp, enter the code/);
      aws.next('/client/register', {
        body: { clientId: 'd', clientSecret: 's', clientSecretExpiresAt: 2e9 },
      });
      aws.next('/device_authorization', started());
      const lab = signIn.run(LAB);
      await ui.message(/sign in to lab, enter the code/);
      assert.deepEqual(signIn.running(), [CORP, LAB]);
      const [one, other] = await over(Promise.all([corp, lab]));
      assert.deepEqual([one.name, other.name], ['corp', 'lab']);
      assert.deepEqual(signIn.running(), []);
    });

    it('copies the code, and goes another way, for who has the link, and nobody else', async () => {
      const { signIn, ui, answers, over, linkId } = openSignIn(clock());
      answers(PENDING);
      const run = assert.rejects(signIn.run(CORP), { code: 'Cancelled' });
      await ui.message(/enter the code/);
      for (const guessed of [sessionId(CORP), 'corp', 'undefined', '']) {
        await signIn.copyCode(guessed);
        await signIn.changeRegion(guessed);
        await signIn.takeOver(guessed);
        signIn.use(guessed, 'authorizationCode');
        signIn.showAgain(guessed);
        assert.equal(signIn.page(guessed), undefined);
      }
      assert.deepEqual([ui.copied, ui.shown.length, ui.hasQuestion], [[], 1, false]);
      const id = await linkId();
      await signIn.copyCode(id);
      assert.deepEqual(ui.copied, ['ABCD-EFGH']);
      signIn.showAgain(id);
      assert.equal(ui.messages.filter((text) => text.includes('enter the code')).length, 2);
      ui.cancelProgress();
      await over(run);
      assert.match(id, /^[0-9a-f-]{36}$/);
    });
  });

  describe('when the region is doubted', () => {
    it('waits for a minute, and then says so in both notifications', async () => {
      const { signIn, ui, answers, over } = openSignIn(clock());
      answers(...Array.from({ length: 70 }, () => PENDING), TOKEN);
      const run = signIn.run(CORP);
      await ui.message(/enter the code/);
      await clock().tickAsync(59_000);
      assert.ok(!ui.messages.some((text) => text.includes('wrong region')));
      await clock().tickAsync(2_000);
      const doubt = /^Still waiting .* us-east-1 may be the wrong region for corp\.$/;
      assert.deepEqual(await ui.message(doubt), ['Choose Another Region']);
      await ui.reported(
        /\. If the page shows an error, us-east-1 may be the wrong region: \[Choose Another Region\]\(command:_awsSso\.otherRegion/,
      );
      await over(run);
      // The sign-in is over, so there is nothing to begin anew.
      await ui.press(doubt, 'Choose Another Region');
      assert.equal(ui.hasQuestion, false);
    });

    it('begins anew in another, for the caller of the first', async () => {
      const { signIn, ui, answers, over, aws } = openSignIn(clock());
      answers(...Array.from({ length: 70 }, () => PENDING));
      const run = signIn.run(CORP);
      await ui.message(/enter the code/);
      await clock().tickAsync(61_000);
      await ui.press(/wrong region/, 'Choose Another Region');
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
      const { signIn, ui, answers, over, linkId } = openSignIn(clock());
      answers(PENDING, TOKEN);
      const run = signIn.run(CORP);
      await ui.message(/enter the code/);
      const changing = signIn.changeRegion(await linkId());
      (await ui.list('Choose another region for corp')).escape();
      await changing;
      assert.equal((await over(run)).region, 'us-east-1');
    });

    it('begins nothing when the sign-in has ended meanwhile', async () => {
      const { signIn, ui, answers, over, linkId, aws } = openSignIn(clock());
      answers(TOKEN);
      const run = signIn.run(CORP);
      await ui.message(/enter the code/);
      const changing = signIn.changeRegion(await linkId());
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
      await first.ui.message(/enter the code/);
      const here = second.signIn.run(CORP);
      await clock().tickAsync(600);
      await second.ui.reported(
        /^The code is shown in another window\. Approve it there, or \[Sign In Here\]\(command:_awsSso\.takeOver/,
      );
      const [one, other] = await first.over(Promise.all([there, here]));
      assert.equal(other.accessToken, one.accessToken);
      assert.deepEqual(second.ui.shown, [`information: Signed in to ${LABEL}.`]);
    });

    it('takes the sign-in over, which the other one then waits for', async () => {
      const shared = { windows: new MemoryWindows(), lock: new MemoryLock() };
      const [first, second] = [openSignIn(clock(), shared), openSignIn(clock(), shared)];
      first.answers(PENDING);
      const there = first.signIn.run(CORP);
      await first.ui.message(/enter the code/);
      const here = second.signIn.run(CORP);
      await clock().tickAsync(600);
      second.answers(PENDING, PENDING, TOKEN);
      await second.signIn.takeOver(await second.linkId());
      await second.ui.message(/enter the code/);
      await clock().tickAsync(1_600);
      await first.ui.reported(/shown in another window/);
      const [one, other] = await first.over(Promise.all([there, here]));
      assert.equal(other.accessToken, one.accessToken);
    });

    it('says that the other one waits for a browser', async () => {
      const shared = { windows: new MemoryWindows(), lock: new MemoryLock() };
      const first = openSignIn(clock(), shared);
      const second = openSignIn(clock(), { ...shared, flow: 'authorizationCode' });
      first.answers(PENDING);
      const there = assert.rejects(first.signIn.run(CORP), { code: 'Cancelled' });
      await first.ui.message(/enter the code/);
      const here = assert.rejects(second.signIn.run(CORP), { code: 'Cancelled' });
      await clock().tickAsync(600);
      await second.ui.reported(
        /^Another window waits for the browser\. Approve the sign-in there, or \[Sign In Here\]/,
      );
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
