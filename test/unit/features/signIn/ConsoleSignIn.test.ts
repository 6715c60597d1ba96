import assert from 'node:assert/strict';
import { Retries } from '../../../../src/aws/services/retries.ts';
import { Signin } from '../../../../src/aws/services/Signin.ts';
import { fetchClient } from '../../../../src/http/client/fetchClient.ts';
import type { CallbackReach } from '../../../../src/oauth/callbackReach.ts';
import { type IdentityCenter, startIdentityCenter } from '../../../identity-center/server.ts';
import { ALICE, openConsoles } from '../../support/openConsoles.ts';
import { waitFor } from '../../../editor/waitFor.ts';
import { type Stub, useStubbedEditor, withStubbedEditor } from '../../support/stubbedEditor.ts';

const editor: Stub = {};
const { ConsoleSignIn } = await withStubbedEditor(
  editor,
  () => import('../../../../src/features/signIn/ConsoleSignIn.ts'),
);

const BOB = 'arn:aws:iam::444455556666:user/bob';

describe('ConsoleSignIn', () => {
  useStubbedEditor(editor);
  let center: IdentityCenter;
  let shown: string[];
  /** The addresses that the browser was sent to. */
  let opened: string[];
  let cancel: () => void;
  before(async () => {
    center = await startIdentityCenter({ consoleSessions: [ALICE.arn, BOB] });
  });
  after(() => center.stop());
  beforeEach(() => {
    shown = [];
    opened = [];
    const show = (sentence: string): Promise<undefined> => Promise.resolve(void shown.push(sentence));
    Object.assign(editor, {
      window: {
        showInformationMessage: show,
        showErrorMessage: show,
        withProgress: (_: unknown, task: (progress: unknown, token: unknown) => Promise<unknown>) =>
          task(
            { report: () => undefined },
            {
              onCancellationRequested(listener: () => void) {
                cancel = listener;
                return { dispose: () => undefined };
              },
            },
          ),
      },
      workspace: { getConfiguration: () => ({ get: () => undefined }) },
      ProgressLocation: { Notification: 15 },
      Uri: { parse: (address: string) => address },
      env: {
        openExternal: (address: string) => {
          opened.push(address);
          return Promise.resolve(true);
        },
      },
    });
  });

  function open(reach: CallbackReach = 'here') {
    const consoles = openConsoles();
    const regions: string[] = [];
    const diagnosed: string[] = [];
    const signIn = new ConsoleSignIn({
      sessions: consoles.sessions,
      signin: (region) => {
        regions.push(region);
        return Promise.resolve(new Signin(fetchClient(), center.signin, new Retries()));
      },
      reach,
      env: {},
      offer: () => Promise.resolve(undefined),
      diagnose: (region) => Promise.resolve(void diagnosed.push(region)),
      log: consoles.log,
    });
    return { ...consoles, signIn, regions, diagnosed };
  }

  /** Waits until the browser has been opened so often. */
  async function browserOpened(times = 1): Promise<void> {
    await waitFor('the browser to be opened', () => opened.length >= times, { everyMs: 5 });
  }

  const approve = async (arn = ALICE.arn): Promise<void> =>
    void (await fetch(center.authorize(opened.at(-1) ?? '', 'approved', arn)));

  it('joins a sign-in that goes on, so that there is one page, and brings it into sight', async () => {
    const { signIn, changes } = open();
    const first = signIn.run({ region: 'us-east-1' });
    await browserOpened();
    const second = signIn.run();
    assert.match(shown.join(), /waits for your approval in the browser/);
    await approve();
    assert.equal((await first).arn, ALICE.arn);
    assert.equal(await second, await first);
    assert.equal(opened.length, 1);
    assert.equal(changes.length, 1);
    assert.ok(shown.includes('Signed in to AWS as user/alice (111122223333).'));
  });

  it('lets one that wants another region take the place of the first', async () => {
    const { signIn, regions } = open();
    const first = assert.rejects(signIn.run({ region: 'us-east-1' }), { code: 'Cancelled' });
    await browserOpened();
    const second = signIn.run({ region: 'eu-west-1' });
    await first;
    await browserOpened(2);
    await approve();
    assert.equal((await second).region, 'eu-west-1');
    assert.deepEqual(regions, ['us-east-1', 'eu-west-1']);
  });

  it('uses the region of the last sign-in, without a question', async () => {
    const { signIn, regions } = open();
    const first = signIn.run({ region: 'eu-west-1' });
    await browserOpened();
    await approve();
    await first;
    const second = signIn.run();
    await browserOpened(2);
    await approve();
    await second;
    assert.deepEqual(regions, ['eu-west-1', 'eu-west-1']);
  });

  it('says so when another session was chosen than the one that was asked for', async () => {
    const { signIn, sessions } = open();
    const wanted = assert.rejects(signIn.run({ region: 'us-east-1', session: ALICE.arn }), {
      code: 'AccessDenied',
    });
    await browserOpened();
    await approve(BOB);
    await wanted;
    assert.deepEqual(
      sessions.signedIn().map(({ arn }) => arn),
      [BOB],
    );
    assert.match(
      shown.join(),
      /Not signed in to user\/alice \(111122223333\)\. In the browser, user\/bob \(444455556666\) was chosen\./,
    );
  });

  for (const [fault, button] of [
    [{ kind: 'html', status: 200 }, 'Diagnose'],
    [{ kind: 'error', error: 'AUTHCODE_EXPIRED' }, 'Show Log'],
  ] as const) {
    it(`offers to ${button} after the failure ${JSON.stringify(fault)}`, async () => {
      const offered: string[][] = [];
      Object.assign(editor['window'] as object, {
        showErrorMessage: (_: string, ...buttons: string[]) => {
          offered.push(buttons);
          return Promise.resolve(buttons.find((one) => one === 'Diagnose'));
        },
      });
      const { signIn, diagnosed } = open();
      center.fail('CreateOAuth2Token', fault);
      const signingIn = signIn.run({ region: 'eu-west-1' });
      await browserOpened();
      await fetch(center.authorize(opened[0]!));
      await assert.rejects(signingIn);
      await waitFor('the diagnosis', () => offered.length > 0, { everyMs: 5 });
      assert.deepEqual(offered, [['Try Again', button]]);
      assert.deepEqual(diagnosed, button === 'Diagnose' ? ['eu-west-1'] : []);
    });
  }

  it('ends at once when it is cancelled, without a word', async () => {
    const { signIn, sessions } = open();
    const run = assert.rejects(signIn.run({ region: 'us-east-1' }), { code: 'Cancelled' });
    await browserOpened();
    cancel();
    await run;
    assert.deepEqual([shown, sessions.stored()], [[], []]);
    const { searchParams } = new URL(opened[0] ?? '');
    await assert.rejects(fetch(searchParams.get('redirect_uri') ?? ''), 'Nobody listens any more.');
  });

  for (const wanted of [{ session: 'alice' }, { region: 'nowhere' }]) {
    it(`refuses ${JSON.stringify(wanted)}`, async () => {
      const { signIn } = open();
      await assert.rejects(signIn.run(wanted), { code: 'InvalidRequest' });
      assert.deepEqual(opened, []);
    });
  }
});
