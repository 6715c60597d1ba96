import assert from 'node:assert/strict';
import { AwsSsoError } from '../../../../src/base/errors.ts';
import { sessionId } from '../../../../src/sessions/kinds/identityCenter.ts';
import { useFakeClock } from '../../support/fakeClock.ts';
import { CORP, LAB, token } from '../../support/openSessions.ts';
import { apiHarness, type GetSession } from './apiHarness.ts';

const ROLE = { accountId: '111122223333', roleName: 'ReadOnly' };
const ROLE_LABEL = '111122223333/ReadOnly, corp (d-1234567890.awsapps.com)';
const LABEL = 'corp (d-1234567890.awsapps.com)';
const HOUR_MS = 3_600_000;

describe('What callers of the API are handed out', () => {
  const clock = useFakeClock();
  let harness: ReturnType<typeof apiHarness>;
  beforeEach(async () => {
    harness = apiHarness(clock());
    await harness.signInTo(CORP);
  });
  afterEach(() => harness.sessions.dispose());

  /** A caller whose namespace hands out what it makes up itself. */
  const forged = (accessToken: string, label = '') => {
    const made = { id: sessionId(CORP), accessToken, account: { id: '', label }, scopes: [] };
    return harness.apiFor(() => Promise.resolve(made));
  };

  for (const accessToken of ['', 'made up', 'T1']) {
    it(`is no token for a session that the editor has not handed out: “${accessToken}”`, async () => {
      const aws = forged(accessToken, LABEL);
      await assert.rejects(aws.getAccessToken(), { code: 'NotSignedIn' });
      await assert.rejects(aws.getAccessToken({ forceRefresh: true }), { code: 'NotSignedIn' });
      assert.equal(await aws.getAccessToken({ silent: true }), undefined);
      await assert.rejects(aws.listAccounts(), { code: 'NotSignedIn' });
      assert.equal(harness.aws.unused, 0);
    });
  }

  for (const document of ['', 'null', '{"SecretAccessKey":7}', '{"SecretAccessKey":"made up"}']) {
    it(`is no role for a document that the editor has not handed out: ${document}`, async () => {
      const aws = forged(document, ROLE_LABEL);
      await assert.rejects(aws.getRoleCredentials(ROLE), { code: 'NotSignedIn' });
      assert.equal(await aws.getRoleCredentials({ ...ROLE, silent: true }), undefined);
    });
  }

  it('is nothing in silence of a role that is not in use, and AWS is not asked whether there is one', async () => {
    let requests = 0;
    const { getRoleCredentials } = harness.portal;
    harness.portal.getRoleCredentials = () => {
      requests++;
      return getRoleCredentials();
    };
    const aws = harness.apiFor(harness.editor);
    assert.equal(await aws.getRoleCredentials({ ...ROLE, silent: true }), undefined);
    assert.equal(requests, 0);
    const given = await aws.getRoleCredentials(ROLE);
    assert.deepEqual(await aws.getRoleCredentials({ ...ROLE, silent: true }), given);
    assert.equal(requests, 1);
  });

  it('is refused, and not asked for again at once, where the person does not give the role', async () => {
    const aws = harness.apiFor(harness.editor);
    harness.person.agrees = false;
    await assert.rejects(aws.getRoleCredentials(ROLE), { code: 'ConsentDenied' });
    const before = harness.asked.length;
    await assert.rejects(aws.getRoleCredentials(ROLE), { code: 'ConsentDenied', message: /after/ });
    assert.deepEqual(
      harness.asked.slice(before).map(({ how }) => how),
      ['silent'],
    );
  });

  it('is the token, as soon as it is proven, and the same again without asking', async () => {
    const aws = harness.apiFor(harness.editor);
    const signedInAt = harness.sessions.find(sessionId(CORP))?.receivedAt ?? NaN;
    const given = await aws.getAccessToken();
    assert.deepEqual(given, {
      ...{ token: 't1', tokenType: 'Bearer', session: 'corp' },
      expiration: new Date(signedInAt + HOUR_MS),
    });
    assert.ok(Object.isFrozen(given));
    assert.equal(await aws.getAccessToken(), given);
    const scopes = ['sso:account:access'];
    assert.deepEqual(harness.asked, [{ providerId: 'aws-sso', scopes, how: 'asks', account: LABEL }]);
  });

  it('is no newer token for who kept an older one: that is for the editor to hand out', async () => {
    const kept = forged('t1', LABEL);
    assert.equal((await kept.getAccessToken()).token, 't1');
    harness.aws.next('/token', token('t2'));
    const refreshed = assert.rejects(kept.getAccessToken({ forceRefresh: true }), { code: 'NotSignedIn' });
    await clock().tickAsync(100);
    await refreshed;
    assert.equal((await harness.apiFor(harness.editor).getAccessToken()).token, 't2');
    await assert.rejects(kept.getAccessToken(), { code: 'NotSignedIn' });
  });

  it('asks for a token once, however often it is wanted at the same time', async () => {
    const aws = harness.apiFor(harness.editor);
    const all = await Promise.all(Array.from({ length: 100 }, () => aws.getAccessToken()));
    assert.equal(new Set(all).size, 1);
    assert.equal(harness.asked.length, 1);
  });

  it('renews once for who forces it, and goes through the editor in silence for the new token', async () => {
    const aws = harness.apiFor(harness.editor);
    harness.aws.next('/token', token('t2')).next('/token', token('t3'));
    for (const expected of ['t2', 't3']) {
      const forced = aws.getAccessToken({ forceRefresh: true });
      await clock().tickAsync(100);
      assert.equal((await forced).token, expected);
    }
    assert.deepEqual(
      harness.asked.map(({ how }) => how),
      ['asks', 'silent', 'asks', 'silent'],
    );
    assert.equal(harness.aws.unused, 0);
  });

  it('asks AWS before it asks anybody: to sign in would be no help where AWS cannot be reached', async () => {
    clock().setSystemTime(Date.now() + HOUR_MS + 1);
    const aws = harness.apiFor(harness.editor);
    for (const silent of [false, true]) {
      const asked = assert.rejects(aws.getAccessToken({ silent }), { code: 'Network' });
      await clock().tickAsync(60_000);
      await asked;
    }
    harness.portal.getRoleCredentials = () => Promise.reject(new AwsSsoError('Network', 'No.'));
    await assert.rejects(aws.getRoleCredentials({ ...ROLE, session: 'corp' }), { code: 'Network' });
    assert.deepEqual(harness.asked, []);
  });

  it('names what is asked for, and the account only where there is one', async () => {
    await harness.signInTo(LAB);
    const aws = harness.apiFor(harness.editor);
    await aws.getRoleCredentials({ ...ROLE, session: 'lab' });
    await aws.getAccessToken();
    assert.deepEqual(harness.asked, [
      {
        providerId: 'aws-sso-role',
        scopes: ['account:111122223333', 'role:ReadOnly', 'session:lab'],
        how: 'asks',
        account: '111122223333/ReadOnly, lab.awsapps.com',
      },
      { providerId: 'aws-sso', scopes: ['sso:account:access'], how: 'asks' },
    ]);
  });

  it('is nothing in silence where nobody is signed in, and nobody is asked', async () => {
    await harness.sessions.signOut(sessionId(CORP));
    const aws = harness.apiFor(harness.editor);
    assert.equal(await aws.getAccessToken({ silent: true }), undefined);
    assert.equal(await aws.getRoleCredentials({ ...ROLE, silent: true }), undefined);
    await assert.rejects(aws.getAccessToken({ session: 'nobody', silent: true }), { code: 'InvalidRequest' });
    assert.deepEqual(harness.asked, []);
  });

  it('is nothing after the sign-out, and another token after the next sign-in', async () => {
    const aws = harness.apiFor(harness.editor);
    await aws.getAccessToken();
    await aws.getRoleCredentials(ROLE);
    await harness.sessions.signOut(sessionId(CORP));
    assert.equal(await aws.getAccessToken({ silent: true }), undefined);
    assert.equal(await aws.getRoleCredentials({ ...ROLE, silent: true }), undefined);
    await harness.signInTo(CORP);
    assert.equal((await aws.getAccessToken()).token, 't2');
  });

  it('is a copy of the credentials for each, of one request', async () => {
    const aws = harness.apiFor(harness.editor);
    const [first, second] = await Promise.all([aws.getRoleCredentials(ROLE), aws.getRoleCredentials(ROLE)]);
    assert.deepEqual(first, { ...second });
    assert.notEqual(first, second);
    assert.deepEqual([first.accessKeyId, first.accountId], ['ASIA1', ROLE.accountId]);
    assert.equal((await aws.credentialProvider(ROLE)()).accessKeyId, 'ASIA1');
  });

  it('is what the session opens, for those only who have its token', async () => {
    const aws = harness.apiFor(harness.editor);
    assert.deepEqual(await aws.listAccounts(), [{ accountId: '111122223333', accountName: 'seen with t1' }]);
  });

  it('cannot be changed in what others are asked', async () => {
    const greedy: GetSession = (_, scopes) => {
      (scopes as string[]).splice(0, scopes.length, 'session:lab');
      return Promise.resolve(undefined);
    };
    await harness.apiFor(greedy).getAccessToken({ silent: true });
    await harness.apiFor(harness.editor).getAccessToken({ silent: true });
    assert.deepEqual(
      harness.asked.map(({ scopes }) => scopes),
      [['sso:account:access']],
    );
  });
});
