import assert from 'node:assert/strict';
import type { ForeignEndpoint } from '../../../../src/aws/endpoints/endpoints.ts';
import { AwsFiles } from '../../../../src/aws/config/AwsFiles.ts';
import { ConsoleSignIn } from '../../../../src/features/signIn/ConsoleSignIn.ts';
import type { NextStep } from '../../../../src/features/signIn/SignInKind.ts';
import { WaitingSignIns } from '../../../../src/features/signIn/waiting/WaitingSignIns.ts';
import { Retries } from '../../../../src/aws/services/retries.ts';
import { Signin } from '../../../../src/aws/services/Signin.ts';
import { AwsSsoError } from '../../../../src/base/errors.ts';
import { fetchClient } from '../../../../src/http/client/fetchClient.ts';
import type { CallbackReach } from '../../../../src/oauth/callbackReach.ts';
import type { SignInFlow } from '../../../../src/oauth/FlowChoice.ts';
import { type IdentityCenter, startIdentityCenter } from '../../../identity-center/server.ts';
import { visit } from '../../support/browserOf.ts';
import { FakeUi } from '../../support/FakeUi.ts';
import { memory } from './openSignIn.ts';
import { ALICE, openConsoles } from '../../support/openConsoles.ts';

const BOB = 'arn:aws:iam::444455556666:user/bob';
const ALICES = 'user/alice (111122223333)';
const TITLE = 'Sign in with AWS Console Credentials';
const WAITS = 'Approve the sign-in to AWS in your browser.';

interface Circumstances {
  readonly reach?: CallbackReach;
  readonly flow?: SignInFlow;
  readonly env?: Readonly<Record<string, string>>;
  readonly offer?: NextStep;
  readonly endpoints?: readonly ForeignEndpoint[];
}

describe('ConsoleSignIn', () => {
  let center: IdentityCenter;
  before(async () => {
    center = await startIdentityCenter({ consoleSessions: [ALICE.arn, BOB] });
  });
  beforeEach(() => center.healthy());
  after(() => center.stop());

  function open({
    reach = 'here',
    flow = 'deviceAuthorization',
    env = {},
    offer,
    endpoints = [],
  }: Circumstances = {}) {
    const ui = new FakeUi();
    const consoles = openConsoles();
    const regions: string[] = [];
    const diagnosed: string[] = [];
    const used: string[] = [];
    const waiting = new WaitingSignIns();
    const signIn = new ConsoleSignIn({
      sessions: consoles.sessions,
      signin: (region) => {
        regions.push(region);
        return Promise.resolve(new Signin(fetchClient(), center.signin, new Retries()));
      },
      flow: () => flow,
      reach,
      awsFiles: new AwsFiles(),
      env: { AWS_CONFIG_FILE: '/nowhere', AWS_SHARED_CREDENTIALS_FILE: '/nowhere', ...env },
      waiting,
      useRole: ({ arn }) => Promise.resolve(used.push(arn)),
      offer: () => Promise.resolve(offer),
      foreignEndpoints: () => Promise.resolve(endpoints),
      memory: memory(),
      diagnose: (region) => Promise.resolve(diagnosed.push(region)),
      ui,
      log: consoles.log,
    });
    /** The person approves on the page that was opened last, or so many before. */
    const approve = async (times: number, arn = ALICE.arn) =>
      visit(center.authorize(await ui.browser(times), 'approved', arn));
    const linkId = async () => {
      const [, args = ''] = /command:_awsSso\.\w+\?([^ )]*)/.exec(await ui.reported(/command:/)) ?? [];
      return (JSON.parse(decodeURIComponent(args)) as string[])[0] ?? '';
    };
    return { ...consoles, ui, signIn, regions, diagnosed, used, waiting, approve, linkId };
  }

  /** What the page shows to who approves by a browser of another machine. */
  function textAt(address: string, arn = ALICE.arn): string {
    const { searchParams } = new URL(center.authorize(address, 'approved', arn), center.url);
    return Buffer.from(`state=${searchParams.get('state')}&code=${searchParams.get('code')}`).toString(
      'base64',
    );
  }

  const plain = (text: string) => text.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1');

  describe('the region', () => {
    for (const [what, env, proposed] of [
      ['nothing says one', {}, 'us-east-1'],
      ['AWS_REGION says one', { AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'us-west-2' }, 'eu-west-1'],
      ['AWS_DEFAULT_REGION says one', { AWS_DEFAULT_REGION: 'us-west-2' }, 'us-west-2'],
      ['AWS_REGION says what is none', { AWS_REGION: 'evil.example/x?' }, 'us-east-1'],
    ] as const) {
      it(`is asked for, and ${proposed} proposed where ${what}`, async () => {
        const { signIn, ui, regions, approve } = open({ env });
        const run = signIn.run();
        const list = await ui.list(TITLE);
        assert.equal(list.labels[0], proposed);
        assert.equal(
          list.question.placeholder,
          'Select a region to sign in through, such as the one you use most',
        );
        list.accept();
        await approve(1);
        assert.equal((await run).region, proposed);
        assert.deepEqual(regions, [proposed]);
      });
    }

    it('is proposed again after a sign-in that came to nothing', async () => {
      const { signIn, ui } = open();
      const run = assert.rejects(signIn.run(), { code: 'Cancelled' });
      (await ui.list(TITLE)).accept('ap-south-1');
      await ui.browser();
      ui.cancelProgress();
      await run;
      const again = assert.rejects(signIn.run(), { code: 'Cancelled' });
      const list = await ui.list(TITLE);
      assert.equal(list.labels[0], 'ap-south-1');
      list.escape();
      await again;
    });

    it('ends the sign-in without a word when it is not chosen', async () => {
      const { signIn, ui } = open();
      const run = assert.rejects(signIn.run(), { code: 'Cancelled' });
      (await ui.list(TITLE)).escape();
      await run;
      assert.deepEqual([ui.shown, ui.progressed, ui.opened], [[], [], []]);
    });

    it('is that of the last sign-in, without a question', async () => {
      const { signIn, regions, approve } = open();
      const first = signIn.run({ region: 'eu-west-1' });
      await approve(1);
      await first;
      const second = signIn.run();
      await approve(2);
      await second;
      assert.deepEqual(regions, ['eu-west-1', 'eu-west-1']);
    });
  });

  it('says who is signed in, and that alone', async () => {
    const { signIn, ui, approve } = open();
    const run = signIn.run({ region: 'us-east-1' });
    const [text, left] = plain(await ui.reported(/^Approve/)).split(/ · (?=\d)/);
    assert.equal(text, `${WAITS} Open Browser · Copy Link · Use a Code Instead`);
    assert.match(left ?? '', /^(9|10) min left$/);
    await approve(1);
    assert.equal((await run).arn, ALICE.arn);
    assert.equal(ui.progressed[0]?.reports.at(-1), 'Finishing the sign-in to AWS…');
    await ui.message(/./);
    assert.deepEqual(ui.shown, [`information: Signed in to AWS as ${ALICES}. [Use Role in Terminals…]`]);
  });

  it('offers the next step where there is one', async () => {
    let ran = 0;
    const offer = { label: 'Add Profile', run: () => Promise.resolve(ran++) };
    const { signIn, ui, approve, used } = open({ offer });
    const run = signIn.run({ region: 'us-east-1' });
    await approve(1);
    await run;
    await ui.press(/^Signed in to AWS/, 'Add Profile');
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(ran, 1);
    const again = signIn.run();
    await approve(2);
    await again;
    await ui.press(/^Signed in to AWS/, 'Use Role in Terminals…');
    await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(used, [ALICE.arn]);
  });

  it('joins a sign-in that goes on, so that there is one page, and brings it into sight', async () => {
    const { signIn, ui, approve, changes } = open();
    const first = signIn.run({ region: 'us-east-1' });
    await ui.browser();
    const second = signIn.run();
    await ui.until('the notification again', () => ui.progressed[1]);
    assert.deepEqual((await ui.list(WAITS.slice(0, -1))).labels.length, 4);
    await approve(1);
    assert.equal((await first).arn, ALICE.arn);
    assert.equal(await second, await first);
    assert.deepEqual([ui.opened.length, changes.length], [1, 1]);
    assert.deepEqual([ui.progresses.size, ui.hasQuestion], [0, false]);
  });

  it('lets one that wants another region take the place of the first, whose caller is told', async () => {
    const { signIn, ui, approve, regions } = open();
    const first = assert.rejects(signIn.run({ region: 'us-east-1' }), { code: 'Cancelled' });
    await ui.browser();
    const second = signIn.run({ region: 'eu-west-1' });
    await first;
    await approve(2);
    assert.equal((await second).region, 'eu-west-1');
    assert.deepEqual(regions, ['us-east-1', 'eu-west-1']);
    assert.deepEqual(ui.shown.length, 1);
  });

  it('says so when another session was chosen than the one that was asked for, which is signed in then', async () => {
    const { signIn, ui, approve, sessions } = open();
    const wanted = assert.rejects(signIn.run({ region: 'us-east-1', session: ALICE.arn }), {
      code: 'AccessDenied',
    });
    await approve(1, BOB);
    await wanted;
    assert.deepEqual(
      sessions.signedIn().map(({ arn }) => arn),
      [BOB],
    );
    const told = `^Couldn’t sign in to ${ALICES}: You chose user/bob (444455556666) in the browser.`;
    await ui.message(new RegExp(told.replace(/[().]/g, '\\$&')));
    assert.ok(
      ui.shown.includes('information: Signed in to AWS as user/bob (444455556666). [Use Role in Terminals…]'),
    );
  });

  for (const [what, fault, sentence, help] of [
    [
      'something else answers',
      { kind: 'html', status: 200 },
      /^Couldn’t sign in to AWS: /,
      'Run Diagnostics',
    ],
    ['the answer is lost', { kind: 'dropAfter' }, /AWS: The connection dropped/, 'Show Log'],
    [
      'the approval is too old',
      { kind: 'error', error: 'AUTHCODE_EXPIRED' },
      /AWS: The approval has expired/,
      'Show Log',
    ],
  ] as const) {
    it(`offers to try again, or ${help}, when ${what}`, async () => {
      const { signIn, ui, approve, diagnosed } = open();
      center.fail('CreateOAuth2Token', fault);
      const run = assert.rejects(signIn.run({ region: 'eu-west-1' }));
      await approve(1);
      await run;
      assert.deepEqual(await ui.message(sentence), ['Try Again', help]);
      await ui.press(sentence, help);
      await new Promise((resolve) => setImmediate(resolve));
      assert.deepEqual(diagnosed, help === 'Run Diagnostics' ? ['eu-west-1'] : []);
      assert.deepEqual(ui.commands, help === 'Run Diagnostics' ? [] : [['awsSso.showLog']]);
    });
  }

  it('says that it was denied, and signs in through the same region when tried again', async () => {
    const { signIn, ui, approve, regions } = open();
    const run = assert.rejects(signIn.run({ region: 'eu-west-1' }), { code: 'AccessDenied' });
    await visit(center.authorize(await ui.browser(), 'denied'));
    await run;
    await ui.press(/^Couldn’t sign in to AWS: The request was denied\.$/, 'Try Again');
    await approve(2);
    await ui.message(/^Signed in to AWS/);
    assert.deepEqual(regions, ['eu-west-1', 'eu-west-1']);
  });

  it('ends at once when it is cancelled, without a word', async () => {
    const { signIn, ui, sessions } = open();
    const run = assert.rejects(signIn.run({ region: 'us-east-1' }), { code: 'Cancelled' });
    const address = await ui.browser();
    ui.cancelProgress();
    await run;
    assert.deepEqual([ui.shown, sessions.stored()], [[], []]);
    const { searchParams } = new URL(address);
    await assert.rejects(visit(searchParams.get('redirect_uri') ?? ''), { code: 'ECONNREFUSED' });
  });

  it('opens nothing at an address that neither AWS nor the settings name without the person’s word', async () => {
    const endpoints = [{ address: 'https://evil.example', source: 'configFile' }] as const;
    const { signIn, ui } = open({ endpoints });
    const run = assert.rejects(signIn.run({ region: 'us-east-1' }), { code: 'Cancelled' });
    await ui.close(/^Sign in to AWS through evil\.example\?$/);
    await run;
    assert.deepEqual(ui.opened, []);
  });

  it('tells of an endpoint that is refused, and opens nothing', async () => {
    const { ui, log, sessions } = open();
    const refused = new AwsSsoError('InvalidRequest', 'The setting awsSso.endpoints must look like x.');
    const signIn = new ConsoleSignIn({
      sessions,
      signin: () => Promise.reject(refused),
      flow: () => 'deviceAuthorization',
      reach: 'here',
      waiting: new WaitingSignIns(),
      useRole: () => Promise.resolve(),
      awsFiles: new AwsFiles(),
      env: {},
      offer: () => Promise.resolve(undefined),
      foreignEndpoints: () => Promise.resolve([]),
      memory: memory(),
      diagnose: () => Promise.resolve(),
      ui,
      log,
    });
    await assert.rejects(signIn.run({ region: 'us-east-1' }), refused);
    assert.deepEqual(await ui.message(/^Couldn’t sign in to AWS: The setting/), ['Try Again', 'Show Log']);
    assert.deepEqual(ui.opened, []);
  });

  for (const wanted of [{ session: 'alice' }, { region: 'nowhere' }, { region: 'evil.example/x?' }]) {
    it(`refuses ${JSON.stringify(wanted)}`, async () => {
      const { signIn, ui } = open();
      await assert.rejects(signIn.run(wanted), { code: 'InvalidRequest' });
      assert.deepEqual([ui.opened, ui.shown], [[], []]);
    });
  }

  describe('by a text that the person carries', () => {
    for (const [reach, flow, isByHand] of [
      ['here', 'deviceAuthorization', false],
      ['perhaps', 'deviceAuthorization', true],
      ['perhaps', 'authorizationCode', false],
      ['never', 'authorizationCode', true],
    ] as const) {
      it(`begins ${isByHand ? 'so' : 'with the browser'} when the browser comes back “${reach}”, and the setting is ${flow}`, async () => {
        const { signIn, ui } = open({ reach, flow });
        const run = assert.rejects(signIn.run({ region: 'us-east-1' }), { code: 'Cancelled' });
        await ui.browser();
        const waiting = plain(await ui.reported(/command:/));
        assert.equal(waiting.startsWith('Paste the text that'), isByHand);
        assert.equal(ui.hasQuestion, isByHand);
        assert.equal(
          waiting.includes('If the browser ends on a page that can’t be reached, use a code.'),
          reach === 'perhaps' && !isByHand,
        );
        ui.cancelProgress();
        await run;
        assert.equal(ui.hasQuestion, false);
      });
    }

    it('refuses what is not the text of this sign-in, says why, and goes on', async () => {
      const { signIn, ui } = open({ reach: 'never' });
      const run = signIn.run({ region: 'us-east-1' });
      const text = textAt(await ui.browser());
      const members = new URLSearchParams(Buffer.from(text, 'base64').toString());
      const carried = (query: string) => Buffer.from(query).toString('base64');
      const box = await ui.box(TITLE);
      for (const [typed, problem] of [
        ['', /isn’t the code from the page/],
        ['not that text', /isn’t the code from the page/],
        [text.slice(0, 20), /Part of the code is missing/],
        [carried(`code=${members.get('code')}`), /Part of the code is missing/],
        [carried(`state=other&code=${members.get('code')}`), /belongs to another sign-in/],
      ] as const) {
        assert.match(box.type(typed).accept() ?? '', problem);
      }
      assert.equal(box.type(` ${text.slice(0, 30)}\t${text.slice(30)} `).accept(), undefined);
      assert.equal((await run).arn, ALICE.arn);
    });

    it('goes on so when the person asks for it, in the same sign-in', async () => {
      const { signIn, ui, linkId } = open();
      const run = signIn.run({ region: 'us-east-1' });
      const first = await ui.browser();
      await signIn.act(await linkId(), 'useCode');
      const second = await ui.browser(2);
      const { searchParams } = new URL(first);
      await assert.rejects(visit(searchParams.get('redirect_uri') ?? ''), { code: 'ECONNREFUSED' });
      (await ui.box(TITLE)).type(textAt(second)).accept();
      await run;
    });

    it('goes on so where the editor cannot open a browser', async () => {
      const { signIn, ui, log } = open();
      ui.open = () => Promise.reject(new Error('no browser here'));
      const run = signIn.run({ region: 'us-east-1' });
      const address = await ui.browser(2);
      (await ui.box(TITLE)).type(textAt(address)).accept();
      await run;
      assert.match(log.lines.join('\n'), /The browser was not opened: no browser here/);
    });

    it('goes on when the box is closed, and brings it back with what was typed, for who asks', async () => {
      const { signIn, ui, linkId } = open({ reach: 'never' });
      const run = signIn.run({ region: 'us-east-1' });
      const text = textAt(await ui.browser());
      const box = await ui.box(TITLE);
      // While it is in sight, there is nothing to bring back.
      await signIn.act(await linkId(), 'pasteText');
      box.type(text).escape();
      await new Promise((resolve) => setImmediate(resolve));
      assert.equal(ui.hasQuestion, false);
      await signIn.act(await linkId(), 'pasteText');
      (await ui.box(TITLE)).escape();
      await new Promise((resolve) => setImmediate(resolve));
      void signIn.run();
      const last = await ui.box(TITLE);
      assert.equal(last.value, text);
      last.accept();
      await run;
      assert.equal(ui.opened.length, 1);
    });

    it('opens the page again, and copies its address, by the buttons of the box', async () => {
      const { signIn, ui } = open({ reach: 'never' });
      const run = assert.rejects(signIn.run({ region: 'us-east-1' }), { code: 'Cancelled' });
      const address = await ui.browser();
      const box = await ui.box(TITLE);
      box.press('Open Browser');
      assert.equal(await ui.browser(2), address);
      box.press('Copy Link');
      await new Promise((resolve) => setImmediate(resolve));
      assert.deepEqual(ui.copied, [address]);
      assert.ok(box.isOpen);
      ui.cancelProgress();
      await run;
    });
  });
});
