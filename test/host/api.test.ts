import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { SsoSessionsChangeEvent } from '../../api/src/index.ts';
import { waitFor } from '../editor/waitFor.ts';
import {
  api,
  approveNext,
  configure,
  extension,
  signIn,
  signOut,
  signOutOfAll,
  useIdentityCenter,
} from './support.ts';

describe('The exported API', () => {
  const center = useIdentityCenter();
  afterEach(signOutOfAll);

  it('serves version 1, the same object to the same caller, and names the version to others', async () => {
    const exports = await extension().activate();
    assert.equal(exports.getAPI(1, vscode), exports.getAPI(1, vscode));
    assert.throws(() => exports.getAPI(2 as 1, vscode), {
      code: 'InvalidRequest',
      message: /version 1 .* not 2/,
    });
  });

  for (const caller of [undefined, null, {}, { authentication: {} }]) {
    it(`says what to pass to whoever passes ${JSON.stringify(caller)}`, async () => {
      const exports = await extension().activate();
      assert.throws(() => exports.getAPI(1, caller as unknown as typeof vscode), {
        code: 'InvalidRequest',
        message: /getAPI\(1, vscode\)/,
      });
    });
  }

  it('lists what is configured, frozen, and tells of every change', async () => {
    const aws = await api();
    const events: SsoSessionsChangeEvent[] = [];
    const subscription = aws.onDidChangeSessions((event) => events.push(event));
    const names = () =>
      events.map(({ added, changed, removed }) => [added, changed, removed].map((l) => l.map((s) => s.name)));
    assert.deepEqual(
      aws.sessions.map(({ name, signedIn }) => [name, signedIn]),
      [
        ['corp', false],
        ['lab', false],
      ],
    );
    assert.ok(
      Object.isFrozen(aws.sessions) &&
        Object.isFrozen(aws.sessions[0]) &&
        Object.isFrozen(aws.sessions[0]?.scopes),
    );

    await signIn(center(), 'corp');
    await waitFor('the event', () => events.length === 1);
    await signOut('corp');
    await waitFor('the event', () => events.length === 2);
    const { startUrl, region } = center();
    await configure({ sessions: [{ name: 'corp', startUrl, region }] });
    await waitFor('the event', () => events.length === 3);
    assert.deepEqual(names(), [
      [[], ['corp'], []],
      [[], ['corp'], []],
      [[], [], ['lab']],
    ]);
    subscription.dispose();
    await configure({
      sessions: [
        { name: 'corp', startUrl, region },
        { name: 'lab', startUrl, region },
      ],
    });
  });

  it('signs in once, and not again while signed in', async () => {
    const aws = await api();
    const [session] = await Promise.all([aws.signIn({ session: 'corp' }), approveNext(center())]);
    const before = center().requests.length;
    assert.deepEqual(await aws.signIn({ session: 'corp' }), session);
    assert.deepEqual(await aws.signIn(), session);
    assert.equal(center().requests.length, before);
  });

  it('signIn rejects with the code of what went wrong', async () => {
    const aws = await api();
    await assert.rejects(aws.signIn({ session: 'nobody' }), { code: 'InvalidRequest', message: /corp, lab/ });
    center().fail('StartDeviceAuthorization', { kind: 'drop' }, Infinity);
    await assert.rejects(aws.signIn({ session: 'corp' }), { code: 'Network' });
    center().healthy();
    const denied = aws.signIn({ session: 'corp' });
    center().deny(await waitFor('a code', () => center().pendingUserCodes[0]));
    await assert.rejects(denied, { code: 'AccessDenied' });
  });

  it('hands out the token of the session, and the same one again without asking anybody', async () => {
    await signIn(center(), 'corp');
    const aws = await api();
    const token = await aws.getAccessToken();
    assert.ok(center().issuedSecrets.includes(token.token));
    assert.equal(token.tokenType, 'Bearer');
    assert.equal(token.session, 'corp');
    assert.ok(token.expiration > new Date());
    assert.ok(Object.isFrozen(token));
    const before = center().requests.length;
    const again = await Promise.all(Array.from({ length: 1000 }, () => aws.getAccessToken()));
    assert.ok(again.every((other) => other === token));
    assert.equal(center().requests.length, before);
  });

  it('signs in for a caller of getAccessToken, for the session that it names', async () => {
    const aws = await api();
    const [token] = await Promise.all([aws.getAccessToken({ session: 'lab' }), approveNext(center())]);
    assert.equal(token.session, 'lab');
  });

  it('signs in for its caller even while the same caller asks the editor silently for the same', async () => {
    const aws = await api();
    const scopes = ['session:corp', 'sso:account:access'];
    const [silent, token] = await Promise.all([
      vscode.authentication.getSession('aws-sso', scopes, { silent: true }),
      aws.getAccessToken({ session: 'corp' }),
      approveNext(center()),
    ]);
    assert.equal(silent, undefined);
    assert.equal((token as typeof token | undefined)?.session, 'corp');
  });

  it('does not fail a silent caller for what the same caller was told who asked a person', async () => {
    await signIn(center(), 'corp');
    const aws = await api();
    const scopes = ['session:corp', 'sso:account:access'];
    const asked = vscode.authentication.getSession('aws-sso', scopes, { forceNewSession: true });
    const denied = assert.rejects(Promise.resolve(asked), /denied/);
    const code = await waitFor('a code', () => center().pendingUserCodes[0]);
    const silent = aws.getAccessToken({ session: 'corp', silent: true });
    center().deny(code);
    const given = await silent;
    assert.ok(given === undefined || given.session === 'corp');
    await denied;
  });

  it('stays silent for a silent caller when nobody is signed in, even during a sign-in', async () => {
    const aws = await api();
    assert.equal(await aws.getAccessToken({ silent: true }), undefined);
    const waiting = aws.getAccessToken({ session: 'corp' });
    const code = await waitFor('a code', () => center().pendingUserCodes[0]);
    assert.equal(await aws.getAccessToken({ silent: true }), undefined);
    center().approve(code);
    await waiting;
    assert.equal((await aws.getAccessToken({ silent: true }))?.session, 'corp');
  });

  it('does not keep a silent caller waiting behind a sign-in to another session', async () => {
    await signIn(center(), 'corp');
    const aws = await api();
    const { token } = await aws.getAccessToken({ session: 'corp' });
    const other = aws.getAccessToken({ session: 'lab' });
    const code = await waitFor('a code', () => center().pendingUserCodes[0]);
    assert.equal((await aws.getAccessToken({ session: 'corp', silent: true }))?.token, token);
    const from = performance.now();
    const given = await aws.getAccessToken({ silent: true });
    assert.ok(performance.now() - from < 4_000);
    // Editors that queue requests behind the sign-in give nothing in that time; older ones do not queue them.
    assert.ok(given === undefined || given.token === token);
    center().approve(code);
    await other;
  });

  it('signIn does not sign in again to a session that is signed in, whichever others there are', async () => {
    await signIn(center(), 'corp');
    await signIn(center(), 'lab');
    const aws = await api();
    const before = center().requests.length;
    assert.equal((await aws.signIn({ session: 'lab' })).name, 'lab');
    assert.equal(center().requests.length, before);
  });

  it('two callers that want different scopes of one session get one session with both', async () => {
    const aws = await api();
    const first = aws.signIn({ session: 'corp' });
    const stale = await waitFor('a code', () => center().pendingUserCodes[0]);
    const second = aws.getAccessToken({ session: 'corp', scopes: ['codewhisperer:completions'] });
    const code = await waitFor('another code', () =>
      center().pendingUserCodes.find((other) => other !== stale),
    );
    center().approve(code);
    assert.deepEqual((await first).scopes, ['codewhisperer:completions', 'sso:account:access']);
    assert.equal((await second).session, 'corp');
    center().deny(stale);
  });

  it('hands out nothing more after the sign-out, and a new token after the next sign-in', async () => {
    await signIn(center(), 'corp');
    const aws = await api();
    const { token } = await aws.getAccessToken();
    await signOut('corp');
    assert.equal(await aws.getAccessToken({ silent: true }), undefined);
    await signIn(center(), 'corp');
    assert.notEqual((await aws.getAccessToken()).token, token);
  });

  it('signs in for scopes that the session does not have', async () => {
    await signIn(center(), 'corp');
    const aws = await api();
    const scopes = ['codewhisperer:completions'];
    assert.equal(await aws.getAccessToken({ session: 'corp', scopes, silent: true }), undefined);
    const [token] = await Promise.all([
      aws.getAccessToken({ session: 'corp', scopes }),
      approveNext(center()),
    ]);
    assert.equal(token.session, 'corp');
    const held = aws.sessions.find(({ name }) => name === 'corp')?.scopes;
    assert.deepEqual(held, ['codewhisperer:completions', 'sso:account:access']);
  });

  it('getAccessToken rejects with the code of what went wrong, across the editor', async () => {
    const aws = await api();
    center().fail('StartDeviceAuthorization', { kind: 'drop' }, Infinity);
    await assert.rejects(aws.getAccessToken({ session: 'corp' }), { code: 'Network' });
    center().healthy();
    const denied = aws.getAccessToken({ session: 'corp' });
    denied.catch(() => undefined);
    center().deny(await waitFor('a code', () => center().pendingUserCodes[0]));
    await assert.rejects(denied, { code: 'AccessDenied' });
    await assert.rejects(aws.getAccessToken({ session: 'nobody' }), { code: 'InvalidRequest' });
    await assert.rejects(aws.getAccessToken({ session: 'nobody', silent: true }), { code: 'InvalidRequest' });
  });

  for (const [what, options] of [
    ['session', { session: '' }],
    ['session', { session: 7 }],
    ['scopes', { scopes: 'sso:account:access' }],
    ['scopes', { scopes: [''] }],
    ['scopes', { scopes: ['session:corp'] }],
    ['scopes', { scopes: ['two words'] }],
  ] as const) {
    it(`names the option that is wrong in ${JSON.stringify(options)}`, async () => {
      const aws = await api();
      await assert.rejects(aws.getAccessToken(options as object), {
        code: 'InvalidRequest',
        message: new RegExp(`“${what}”`),
      });
    });
  }
});
