import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { AwsSsoError } from '../../../../src/base/errors.ts';
import { apiBridge } from '../../../../src/features/api/apiBridge.ts';
import type { Answer } from '../../../../src/features/api/bridgeMessages.ts';
import { sessionId } from '../../../../src/sessions/kinds/identityCenter.ts';
import { useFakeClock } from '../../support/fakeClock.ts';
import { CORP, token } from '../../support/openSessions.ts';
import { apiHarness } from './apiHarness.ts';

const ROLE = { accountId: '111122223333', roleName: 'ReadOnly' };
const LABEL = 'corp (d-1234567890.awsapps.com)';
const digestOf = (secret: string) => createHash('sha256').update(secret).digest().join();

describe('The API for other extension hosts', () => {
  const clock = useFakeClock();
  let harness: ReturnType<typeof apiHarness>;
  let ask: (method: string, options?: unknown, proof?: object, more?: object) => Promise<Answer>;
  beforeEach(async () => {
    harness = apiHarness(clock());
    const { exports, sessions, secretOf, processes, errors } = harness;
    const bridge = apiBridge({ exports, load: () => sessions.load(), secretOf, processes, errors });
    ask = (method, options, proof, more = {}) =>
      bridge({ version: 1, who: 0, method, options, proof, ...more });
    await harness.signInTo(CORP);
  });
  afterEach(() => harness.sessions.dispose());

  /** What the caller's own editor hands out for the answer, and the proof of it. */
  async function proofFor({ ask }: Answer) {
    assert.ok(ask);
    const { providerId, scopes, options } = ask;
    const session = await harness.editor(providerId, scopes, options);
    assert.ok(session);
    const { id, account, accessToken } = session;
    return { providerId, id, account, digest: digestOf(accessToken) };
  }

  it('asks for a proof, and answers without secrets to who brings it', async () => {
    for (const [method, options] of [
      ['getAccessToken', {}],
      ['listAccounts', {}],
      ['getRoleCredentials', ROLE],
      ['getEnvironment', ROLE],
    ] as const) {
      const answer = await ask(method, options);
      assert.deepEqual(Object.keys(answer), ['ask'], method);
      const proven = await ask(method, options, await proofFor(answer));
      assert.ok(proven.value, method);
      if (method !== 'listAccounts') {
        assert.doesNotMatch(JSON.stringify([answer, proven]), /t1|secret 1|ASIA1/);
      }
    }
  });

  it('gives variables without secrets for the processes of another extension host, and opens no address', async () => {
    harness.regions['default'] = 'eu-north-1';
    const answer = await ask('getEnvironment', ROLE);
    const { value, secrets } = await ask('getEnvironment', ROLE, await proofFor(answer));
    const given = value as Record<string, unknown>;
    assert.deepEqual(Object.values(secrets ?? {}), ['AccessKeyId', 'SecretAccessKey', 'SessionToken']);
    assert.ok(Object.keys(secrets ?? {}).every((name) => !(name in given)));
    assert.equal(given['AWS_CONTAINER_CREDENTIALS_FULL_URI'], null);
    assert.equal(given['AWS_PROFILE'], null);
    assert.equal(given['AWS_REGION'], 'eu-north-1');
    const wrong = await ask('getEnvironment', { ...ROLE, region: 'nowhere' });
    assert.equal(wrong.error?.code, 'InvalidRequest');
  });

  for (const [what, changed] of [
    ['no digest', { digest: '' }],
    ['another digest', { digest: digestOf('made up') }],
    ['the secret itself', { digest: 't1' }],
    ['another session', { id: 'made up' }],
    ['another provider', { providerId: 'aws-sso-role' }],
  ] as const) {
    it(`asks again when it is shown ${what}`, async () => {
      const proof = { ...(await proofFor(await ask('getAccessToken'))), ...changed };
      for (const [method, options] of [
        ['getAccessToken', {}],
        ['listAccounts', {}],
        ['getAccessToken', { silent: true }],
      ] as const) {
        const answer = await ask(method, options, proof);
        assert.deepEqual(Object.keys(answer), ['ask'], method);
      }
    });
  }

  it('takes the proof of a token that was renewed for none', async () => {
    const proof = await proofFor(await ask('getAccessToken'));
    harness.aws.next('/token', token('t2'));
    const forced = ask('getAccessToken', { forceRefresh: true }, proof);
    await clock().tickAsync(100);
    assert.ok((await forced).ask?.options.createIfNone, 'A new token is for the editor to hand out.');
    assert.ok((await ask('getAccessToken', {}, proof)).ask);
    assert.ok('value' in (await ask('getAccessToken', {}, await proofFor(await forced))));
  });

  it('takes the proof of a token for none of a role', async () => {
    const proof = await proofFor(await ask('getAccessToken'));
    // The credentials of a role have a proof of their own.
    assert.equal((await ask('getRoleCredentials', ROLE, proof)).ask?.providerId, 'aws-sso-role');
  });

  it('has the sessions, and what has changed since those that the caller knows', async () => {
    const { value } = await ask('sessions');
    const { sessions, change } = value as { sessions: { id: string; signedIn: boolean }[]; change: object };
    assert.deepEqual(change, { added: sessions, changed: [], removed: [] });
    const before = [{ ...sessions[0], signedIn: false }, { id: 'gone' }];
    assert.deepEqual(await ask('sessions', { before }), {
      value: {
        sessions,
        change: { added: sessions.slice(1), changed: [sessions[0]], removed: [{ id: 'gone' }] },
      },
    });
    assert.deepEqual(await ask('sessions', { before: sessions }), { value: { sessions } });
  });

  it('is silent for who asks for silence', async () => {
    await harness.sessions.signOut(sessionId(CORP));
    assert.deepEqual(await ask('getAccessToken', { silent: true }), { value: null });
    assert.deepEqual(await ask('getRoleCredentials', { ...ROLE, silent: true }), { value: null });
  });

  for (const [method, options, more] of [
    ['dance', {}, {}],
    ['explain', {}, {}],
    ['getRoleCredentials', {}, {}],
    ['signIn', { session: 'nobody' }, {}],
    ['sessions', {}, { version: 2 }],
    ['sessions', { before: 'all' }, {}],
    ['getAccessToken', {}, { proof: 'trust me' }],
  ] as const) {
    it(`answers InvalidRequest to ${method} ${JSON.stringify({ options, ...more })}`, async () => {
      assert.equal((await ask(method, options, undefined, more)).error?.code, 'InvalidRequest');
    });
  }

  it('says by its code what went wrong, and what the editor’s rejections mean', async () => {
    harness.portal.getRoleCredentials = () => Promise.reject(new AwsSsoError('Network', 'No.'));
    assert.equal((await ask('getRoleCredentials', ROLE)).error?.code, 'Network');
    harness.errors.remember(new AwsSsoError('AccessDenied', 'Denied.'));
    for (const [name, message, code] of [
      ['Canceled', 'Canceled', 'Cancelled'],
      ['Error', 'User did not consent to login.', 'ConsentDenied'],
      ['Error', 'Denied.', 'AccessDenied'],
      ['Error', 'Whatever.', 'Service'],
    ] as const) {
      assert.equal((await ask('explain', { name, message })).error?.code, code);
    }
  });

  it('leaves a caller alone that was refused, but for what it may have by now; and no other', async () => {
    const options = { session: 'corp' };
    const { ask: first } = await ask('getAccessToken', options, undefined, { who: 1 });
    assert.equal(first?.options.account?.label, LABEL);
    const rejection = { name: 'Error', message: 'User did not consent to login.', scopes: first.scopes };
    const held = await proofFor({ ask: first });
    // One press may refuse several questions.
    for (let times = 0; times < 3; times++) {
      await ask('explain', rejection, undefined, { who: 1 });
    }
    for (const proof of [undefined, { ...held, digest: digestOf('an old one') }]) {
      const again = await ask('getAccessToken', options, proof, { who: 1 });
      assert.deepEqual([again.error?.code, again.ask?.options.silent], ['ConsentDenied', true]);
    }
    const isAsked = async (other: object, who: number) => {
      const answer = await ask('getAccessToken', other, undefined, { who });
      return Boolean(answer.ask?.options.createIfNone) && !answer.error;
    };
    assert.ok(await isAsked({}, 1), 'That is something else.');
    assert.ok(await isAsked(options, 2));
    assert.ok('value' in (await ask('getAccessToken', options, held, { who: 1 })));
    assert.ok(await isAsked(options, 1));
    await ask('explain', rejection, undefined, { who: 1 });
    clock().setSystemTime(Date.now() + 5_000);
    assert.ok(await isAsked(options, 1), 'A refusal does not hold for ever.');
  });

  it('forgets the oldest refusals, so that nobody can fill the memory', async () => {
    const rejection = { name: 'Error', message: 'User did not consent.', scopes: ['sso:account:access'] };
    for (let who = 1; who <= 101; who++) {
      await ask('explain', rejection, undefined, { who });
    }
    const isLeftAlone = async (who: number) =>
      (await ask('getAccessToken', {}, undefined, { who })).error !== undefined;
    assert.deepEqual(
      [await isLeftAlone(1), await isLeftAlone(2), await isLeftAlone(101)],
      [false, true, true],
    );
  });

  it('signs in on the way', async () => {
    await harness.sessions.signOut(sessionId(CORP));
    const { value } = await ask('signIn', { session: 'corp' });
    assert.equal((value as { signedIn: boolean }).signedIn, true);
  });
});
