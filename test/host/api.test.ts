import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { waitFor } from '../editor/waitFor.ts';
import { api, approveNext, signIn, signOutOfAll, useIdentityCenter } from './support.ts';

describe('The exported API', () => {
  const center = useIdentityCenter();
  afterEach(signOutOfAll);

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
