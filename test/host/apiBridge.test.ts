import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import type { AccessToken, AwsCredentialIdentity, SsoAccount, SsoSession } from '../../api/src/index.ts';
import type { Answer } from '../../src/features/api/bridgeMessages.ts';
import { waitFor } from '../editor/waitFor.ts';
import { api, approveNext, signIn, signOutOfAll, useIdentityCenter } from './support.ts';

const ROLE = { accountId: '111122223333', roleName: 'PowerUserAccess' };

interface Proof {
  readonly providerId: string;
  readonly id: string;
  readonly account: vscode.AuthenticationSessionAccountInformation;
  readonly digest: string;
}

/** What the editor has handed out, by the proof of it. */
const handedOut = new WeakMap<Proof, string>();

const digestOf = (secret: string) => createHash('sha256').update(secret).digest().join();

const ask = (method: string, options?: unknown, proof?: Proof, { version = 1, who = 0 } = {}) =>
  vscode.commands.executeCommand<Answer>('_awsSso.api', { version, who, method, options, proof });

/** Asks as a caller does, and completes the answer by what the editor hands out to it. */
async function answered<Value>(method: string, options?: unknown): Promise<Value> {
  let answer = await ask(method, options);
  let proof: Proof | undefined;
  for (let round = 0; answer.ask && round < 3; round++) {
    proof = await proofFor(answer);
    answer = await ask(method, options, proof);
  }
  assert.ok('value' in answer, JSON.stringify(answer));
  const secret = proof ? (handedOut.get(proof) ?? '') : '';
  const filled = Object.entries(answer.secrets ?? {}).map(([name, member]) => [
    name,
    member === '' ? secret : (JSON.parse(secret) as Record<string, unknown>)[member],
  ]);
  return (
    filled.length > 0
      ? { ...(answer.value as object), ...(Object.fromEntries(filled) as object) }
      : answer.value
  ) as Value;
}

async function proofFor({ ask }: Answer): Promise<Proof> {
  assert.ok(ask);
  const { providerId, scopes, options } = ask;
  const { id, account, accessToken } = await vscode.authentication.getSession(
    providerId,
    scopes,
    options as { createIfNone: true },
  );
  const proof = { providerId, id, account, digest: digestOf(accessToken) };
  handedOut.set(proof, accessToken);
  return proof;
}

describe('The API for other extension hosts', () => {
  const center = useIdentityCenter();
  beforeEach(async () => void (await signIn(center(), 'corp')));
  afterEach(signOutOfAll);

  it('has the same sessions', async () => {
    const { sessions, change } = await answered<{ sessions: SsoSession[]; change: object }>('sessions');
    const [session] = sessions;
    assert.deepEqual(change, { added: sessions, changed: [], removed: [] });
    const before = sessions.map((one) => ({ ...one, signedIn: !one.signedIn })).slice(0, 1);
    assert.deepEqual(await answered('sessions', { before: [...before, { ...session, id: 'gone' }] }), {
      sessions,
      change: { added: sessions.slice(1), changed: [session], removed: [{ ...session, id: 'gone' }] },
    });
    assert.deepEqual(await answered('sessions', { before: sessions }), { sessions });
    assert.deepEqual(session, JSON.parse(JSON.stringify((await api()).sessions[0])));
    assert.deepEqual(await answered('signIn', { session: 'corp' }), session);
  });

  it('hands out what the editor has handed out, and what that opens', async () => {
    const given = await answered<AccessToken>('getAccessToken');
    assert.deepEqual(given, JSON.parse(JSON.stringify(await (await api()).getAccessToken())));
    const accounts = await answered<SsoAccount[]>('listAccounts');
    assert.deepEqual(accounts, await (await api()).listAccounts());
    const { accountId } = ROLE;
    assert.deepEqual(
      await answered('listAccountRoles', { accountId }),
      await (await api()).listAccountRoles({ accountId }),
    );
    const credentials = await answered<AwsCredentialIdentity>('getRoleCredentials', ROLE);
    assert.deepEqual(credentials, JSON.parse(JSON.stringify(await (await api()).getRoleCredentials(ROLE))));
  });

  it('tells nothing secret to whoever just asks, nor to who has proven that they have it', async () => {
    await answered('getRoleCredentials', ROLE);
    for (const [method, options] of [
      ['getAccessToken', {}],
      ['getAccessToken', { forceRefresh: true }],
      ['listAccounts', {}],
      ['listAccountRoles', ROLE],
      ['getRoleCredentials', ROLE],
    ] as const) {
      const answer = await ask(method, options);
      assert.deepEqual(Object.keys(answer), ['ask'], method);
      const proven = await ask(method, options, await proofFor(answer));
      assert.ok('value' in proven || method === 'getAccessToken', method);
      const text = JSON.stringify([answer, proven]);
      assert.deepEqual(
        center().issuedSecrets.filter((secret) => text.includes(secret)),
        [],
      );
    }
  });

  it('asks again when it is shown what is not, or no longer, the session’s', async () => {
    const proof = await proofFor(await ask('getAccessToken'));
    for (const other of [{ digest: '' }, { digest: digestOf('made up') }, { id: 'made up' }]) {
      assert.ok((await ask('getAccessToken', {}, { ...proof, ...other })).ask);
    }
    const answer = await ask('getAccessToken', { forceRefresh: true }, proof);
    assert.ok(answer.ask, 'A new token is for the editor to hand out.');
    assert.ok(answer.ask.options.createIfNone);
    assert.ok('ask' in (await ask('getAccessToken', {}, proof)));
    assert.ok('value' in (await ask('getAccessToken', {}, await proofFor(answer))));
  });

  it('stays silent for who asks for silence', async () => {
    await signOutOfAll();
    assert.deepEqual(await ask('getAccessToken', { silent: true }), { value: null });
    assert.deepEqual(await ask('getRoleCredentials', { ...ROLE, silent: true }), { value: null });
  });

  it('says what went wrong by its code', async () => {
    const codeOf = async (...question: Parameters<typeof ask>) => {
      const answer = await ask(...question);
      return answer.error?.code ?? answer;
    };
    assert.equal(await codeOf('signIn', { session: 'nobody' }), 'InvalidRequest');
    assert.equal(await codeOf('getRoleCredentials', {}), 'InvalidRequest');
    assert.equal(await codeOf('dance'), 'InvalidRequest');
    assert.equal(await codeOf('sessions', {}, undefined, { version: 2 }), 'InvalidRequest');
    assert.equal(await codeOf('explain', { name: 'Canceled', message: 'Canceled' }), 'Cancelled');
    const proof = await proofFor(await ask('getRoleCredentials', ROLE));
    center().fail('GetRoleCredentials', { kind: 'drop' }, Infinity);
    assert.equal(await codeOf('getRoleCredentials', { ...ROLE, roleName: 'ReadOnly' }, proof), 'Network');
  });

  it('leaves a caller alone that was refused, but for what it may have by now; and no other', async () => {
    const options = { session: 'corp' };
    const { ask: first } = await ask('getAccessToken', options, undefined, { who: 1 });
    assert.ok(first?.options.createIfNone);
    const { scopes } = first;
    const rejection = { name: 'Error', message: 'User did not consent to login.', scopes };
    const held = await proofFor({ ask: first });
    // One press may refuse several questions.
    for (let times = 0; times < 3; times++) {
      const explained = await ask('explain', rejection, undefined, { who: 1 });
      assert.equal(explained.error?.code, 'ConsentDenied');
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
    assert.equal(
      (await ask('getAccessToken', { ...options, silent: true }, undefined, { who: 1 })).error,
      undefined,
    );
    assert.ok('value' in (await ask('getAccessToken', options, held, { who: 1 })));
    assert.ok(await isAsked(options, 1));
  });

  it('explains what the provider threw', async () => {
    await signOutOfAll();
    const asked = vscode.authentication.getSession('aws-sso', ['session:corp'], { createIfNone: true });
    const rejection = Promise.resolve(asked).then(undefined, (error: Error) => error);
    center().deny(await waitFor('a code', () => center().pendingUserCodes[0]));
    const { name, message } = (await rejection) as Error;
    const answer = await ask('explain', { name, message });
    assert.equal(answer.error?.code, 'AccessDenied');
    await signIn(center(), 'corp');
  });

  it('signs in on the way', async () => {
    await signOutOfAll();
    const [session] = await Promise.all([ask('signIn', { session: 'corp' }), approveNext(center())]);
    assert.ok('value' in session && (session.value as SsoSession).signedIn);
  });
});
