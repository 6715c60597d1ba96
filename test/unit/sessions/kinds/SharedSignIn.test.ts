import assert from 'node:assert/strict';
import { isAwsSsoError } from '../../../../src/base/errors.ts';
import type { SignInPrompt } from '../../../../src/sessions/kinds/SharedSignIn.ts';
import { type SessionConfig, sessionId } from '../../../../src/sessions/kinds/identityCenter.ts';
import { FlowChoice } from '../../../../src/oauth/FlowChoice.ts';
import { blindPrompt } from '../../support/blindPrompt.ts';
import { callbackOf, visit } from '../../support/browserOf.ts';
import { useFakeClock } from '../../support/fakeClock.ts';
import { MemorySecrets } from '../../support/MemorySecrets.ts';
import { MemoryLock, MemoryWindows } from '../../support/memoryWindows.ts';
import { type MockAws, PENDING } from '../../support/mockAws.ts';
import { CORP, openSessions, registered, started, token } from '../../support/openSessions.ts';

const ID = sessionId(CORP);
const MINUTE_MS = 60_000;

describe('SharedSignIn', () => {
  const clock = useFakeClock();
  let shared: { windows: MemoryWindows; lock: MemoryLock; secrets: MemorySecrets };
  beforeEach(() => {
    shared = { windows: new MemoryWindows(), lock: new MemoryLock(), secrets: new MemorySecrets() };
  });

  const open = () => openSessions(clock(), shared);
  type Window = ReturnType<typeof open>;

  /** A sign-in that goes on in a window while the test does, and what the person has seen of it. */
  async function begin({ sessions }: Window, config: SessionConfig = CORP) {
    const seen: string[] = [];
    const prompt: SignInPrompt = {
      ...blindPrompt(),
      show: ({ userCode }) => seen.push(userCode),
      trouble: () => seen.push('trouble'),
      waiting: (isWaiting) => {
        if (isWaiting) {
          seen.push('waiting');
        }
      },
    };
    const controller = new AbortController();
    const result = sessions.signIn(config, prompt, controller.signal).then(
      ({ accessToken }) => accessToken,
      (error: unknown) => (isAwsSsoError(error) ? error.code : (error as Error).name),
    );
    await clock().tickAsync(0);
    return { seen, result, cancel: () => controller.abort() };
  }

  /** Has the window answered as if the person had not approved yet, so many times. */
  function pending({ aws }: Window, polls: number): void {
    aws.next('/client/register', registered('c1')).next('/device_authorization', started());
    for (let count = 0; count < polls; count++) {
      aws.next('/token', PENDING);
    }
  }

  const paths = ({ received }: MockAws) => received.map(({ path }) => path);
  const begun = ({ aws }: Window) => paths(aws).filter((path) => path === '/device_authorization').length;

  /** Lets the mocked network, which is not in virtual time, and the clock go on. */
  async function pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 500) {
      await clock().tickAsync(500);
    }
  }

  it('waits for the window that signs in already, and gets its session', async () => {
    const [here, there] = [open(), open()];
    pending(here, 2);
    here.aws.next('/token', token('t1'));
    const first = await begin(here);
    const second = await begin(there);
    await pass(5_000);
    assert.deepEqual([await first.result, await second.result], ['t1', 't1']);
    assert.deepEqual([first.seen, second.seen], [['ABCD-EFGH'], ['waiting']]);
    assert.deepEqual(paths(there.aws), []);
    assert.deepEqual(there.changes, [{ added: ['corp'], changed: [], removed: [] }]);
  });

  it('is cancelled without harm to the window that it waits for', async () => {
    const [here, there] = [open(), open()];
    pending(here, 2);
    here.aws.next('/token', token('t1'));
    const first = await begin(here);
    const second = await begin(there);
    second.cancel();
    assert.equal(await second.result, 'AbortError');
    await pass(5_000);
    assert.equal(await first.result, 't1');
    assert.equal(there.sessions.find(ID)?.accessToken, 't1');
  });

  it('begins by itself when the window that it waits for is cancelled', async () => {
    const [here, there] = [open(), open()];
    pending(here, 9);
    there.aws.next('/device_authorization', started()).next('/token', token('t2'));
    const first = await begin(here);
    const second = await begin(there);
    await pass(2_000);
    first.cancel();
    assert.equal(await first.result, 'AbortError');
    await pass(3_000);
    assert.equal(await second.result, 't2');
    assert.deepEqual(second.seen, ['waiting', 'ABCD-EFGH']);
    assert.equal(here.sessions.find(ID)?.accessToken, 't2');
  });

  it('is taken over from a window that waits for the browser, and listens there no more', async () => {
    const [here, there] = [open(), open()];
    here.aws.next('/client/register', registered('c1'));
    let page = '';
    const choice = new FlowChoice('authorizationCode');
    const openBrowser = (address: string) => Promise.resolve(void (page = address));
    const prompt = { ...blindPrompt(), choice, openBrowser };
    const first = here.sessions.signIn(CORP, prompt, new AbortController().signal);
    for (let count = 0; count < 100 && page === ''; count++) {
      await new Promise((resolve) => setImmediate(resolve));
      await clock().tickAsync(10);
    }
    const callback = callbackOf(page, { code: 'late' });
    assert.equal((await visit(callbackOf(page, { code: 'late', state: 'x' }))).status, 400);
    there.aws.next('/client/register', registered('c2')).next('/device_authorization', started());
    there.aws.next('/token', token('t2'));
    const second = await begin(there);
    await there.sessions.takeOver(ID);
    await clock().tickAsync(0);
    await assert.rejects(visit(callback), { code: 'ECONNREFUSED' });
    await pass(8_000);
    assert.deepEqual([(await first).accessToken, await second.result], ['t2', 't2']);
  });

  it('is taken over: the window that had begun waits, asks no more, and gets the session as well', async () => {
    const [here, there] = [open(), open()];
    pending(here, 9);
    there.aws.next('/device_authorization', started());
    there.aws.next('/token', PENDING).next('/token', PENDING).next('/token', token('t2'));
    const first = await begin(here);
    const second = await begin(there);
    await pass(2_000);
    await there.sessions.takeOver(ID);
    await clock().tickAsync(0);
    const asked = here.aws.received.length;
    await pass(8_000);
    assert.deepEqual([await first.result, await second.result], ['t2', 't2']);
    assert.equal(here.aws.received.length, asked);
    assert.deepEqual([begun(here), begun(there)], [1, 1]);
    assert.equal(first.seen[0], 'ABCD-EFGH');
    assert.ok(first.seen.slice(1).every((what) => what === 'waiting'));
    assert.deepEqual(second.seen, ['waiting', 'ABCD-EFGH']);
  });

  it('stays cancelled when it is cancelled while another window has it', async () => {
    const [here, there] = [open(), open()];
    pending(here, 9);
    pending(there, 9);
    const first = await begin(here);
    const second = await begin(there);
    await pass(1_000);
    await there.sessions.takeOver(ID);
    await pass(2_000);
    first.cancel();
    assert.equal(await first.result, 'AbortError');
    await pass(2_000);
    second.cancel();
    assert.equal(await second.result, 'AbortError');
    assert.deepEqual([begun(here), begun(there)], [1, 1]);
  });

  for (const [what, wanted] of [
    ['more scopes', { ...CORP, registrationScopes: ['codecatalyst:read_write', 'sso:account:access'] }],
    ['another region', { ...CORP, region: 'eu-west-1' }],
  ] as [string, SessionConfig][]) {
    it(`wants ${what}: does not take the session of the other window for its own, and signs in after it`, async () => {
      const [here, there] = [open(), open()];
      pending(here, 1);
      here.aws.next('/token', token('t1'));
      there.aws.next('/client/register', registered('c2')).next('/device_authorization', started());
      there.aws.next('/token', token('t2'));
      const first = await begin(here);
      const second = await begin(there, wanted);
      await pass(2_500);
      assert.equal(await first.result, 't1');
      await pass(3_000);
      assert.equal(await second.result, 't2');
      assert.deepEqual(second.seen, ['waiting', 'ABCD-EFGH']);
      for (const { sessions } of [here, there]) {
        const { region, registrationScopes } = wanted;
        const session = sessions.find(ID);
        assert.deepEqual([session?.accessToken, session?.region], ['t2', region]);
        assert.deepEqual(session?.registrationScopes, registrationScopes);
      }
    });
  }

  it('stores nothing of a session when it is cancelled', async () => {
    const here = open();
    pending(here, 9);
    const first = await begin(here);
    await pass(2_000);
    first.cancel();
    assert.equal(await first.result, 'AbortError');
    await pass(2_000);
    assert.deepEqual(
      [...shared.secrets.values.keys()].filter((key) => key.startsWith('session')),
      [],
    );
    assert.deepEqual(here.changes, []);
    assert.equal(clock().countTimers(), 0);
  });

  it('is newer than what a refresh of the old session, which is under way, brings', async () => {
    const [here, there] = [open(), open()];
    pending(here, 0);
    here.aws.next('/token', token('t1'));
    const before = await begin(here);
    await pass(2_000);
    assert.equal(await before.result, 't1');
    await there.sessions.load();
    // The refresh has the lock, and its answer is still to come when the person approves.
    let answer: (() => void) | undefined;
    const oidc = there.aws.oidc;
    const createToken = oidc.createToken.bind(oidc);
    oidc.createToken = async (...args) => {
      await new Promise<void>((resolve) => (answer = resolve));
      return createToken(...args);
    };
    there.aws.next('/token', token('refreshed'));
    here.aws.next('/device_authorization', started()).next('/token', token('t2'));
    clock().setSystemTime((there.sessions.find(ID)?.expiresAt ?? 0) - MINUTE_MS);
    const refresh = there.sessions.renew(ID, 't1');
    const signIn = await begin(here);
    await pass(3_000);
    assert.equal(here.sessions.find(ID)?.accessToken, 't1');
    answer?.();
    assert.equal((await refresh).accessToken, 'refreshed');
    assert.equal(await signIn.result, 't2');
    for (const { sessions } of [here, there]) {
      assert.equal(sessions.find(ID)?.accessToken, 't2');
    }
    assert.match([...shared.secrets.values.values()].join(), /"t2"/);
    assert.doesNotMatch([...shared.secrets.values.values()].join(), /"refreshed"/);
  });
});
