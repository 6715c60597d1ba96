import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { AccessToken, AwsCredentialIdentity, SsoAccount, SsoSession } from '../../api/src/index.ts';
import type { Answer } from '../../src/editor/apiBridge.ts';
import { waitFor } from '../editor/waitFor.ts';
import { api, approveNext, signIn, signOutOfAll, useIdentityCenter } from './support.ts';

const ROLE = { accountId: '111122223333', roleName: 'PowerUserAccess' };

type Proof = vscode.AuthenticationSession & { readonly providerId: string };

const ask = (method: string, options?: unknown, proof?: Proof, { version = 1, who = 0 } = {}) =>
  vscode.commands.executeCommand<Answer>('_awsSso.api', { version, who, method, options, proof });

/** Asks as a caller does, with what the editor hands out to it. */
async function answered<Value>(method: string, options?: unknown): Promise<Value> {
  let answer = await ask(method, options);
  for (let round = 0; 'ask' in answer && round < 3; round++) {
    answer = await ask(method, options, await proofFor(answer));
  }
  assert.ok('value' in answer, JSON.stringify(answer));
  return answer.value as Value;
}

async function proofFor(answer: Answer): Promise<Proof> {
  assert.ok('ask' in answer, JSON.stringify(answer));
  const { providerId, scopes, options } = answer.ask;
  const session = await vscode.authentication.getSession(
    providerId,
    scopes,
    options as { createIfNone: true },
  );
  return { providerId, ...session };
}

describe('The API for other extension hosts', () => {
  const center = useIdentityCenter();
  beforeEach(async () => void (await signIn(center(), 'corp')));
  afterEach(signOutOfAll);

  it('has the same sessions', async () => {
    const [session] = await answered<SsoSession[]>('sessions');
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

  it('tells nothing secret to whoever just asks', async () => {
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
      const text = JSON.stringify(answer);
      assert.deepEqual(
        center().issuedSecrets.filter((secret) => text.includes(secret)),
        [],
      );
    }
  });

  it('asks again when it is shown what is not, or no longer, the session’s', async () => {
    const proof = await proofFor(await ask('getAccessToken'));
    for (const accessToken of ['', 'made up']) {
      assert.ok('ask' in (await ask('getAccessToken', {}, { ...proof, accessToken })));
    }
    const answer = await ask('getAccessToken', { forceRefresh: true }, proof);
    assert.ok('ask' in answer, 'A new token is for the editor to hand out.');
    assert.deepEqual(answer.ask.options.createIfNone, true);
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
      return 'error' in answer ? answer.error.code : answer;
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

  it('leaves a caller alone that was refused, until a silent one is allowed, and no other', async () => {
    const options = { session: 'corp' };
    const first = await ask('getAccessToken', options, undefined, { who: 1 });
    assert.ok('ask' in first);
    const rejection = { name: 'Error', message: 'User did not consent to login.', scopes: first.ask.scopes };
    const held = await proofFor(first);
    for (const again of [
      await ask('explain', rejection, undefined, { who: 1 }),
      await ask('getAccessToken', options, undefined, { who: 1 }),
      await ask('getAccessToken', options, { ...held, accessToken: 'an old one' }, { who: 1 }),
      await ask('getAccessToken', options, undefined, { who: 1 }),
    ]) {
      assert.ok('error' in again && again.error.code === 'ConsentDenied', JSON.stringify(again));
    }
    assert.ok('ask' in (await ask('getAccessToken', {}, undefined, { who: 1 })), 'That is something else.');
    assert.ok('ask' in (await ask('getAccessToken', options, undefined, { who: 2 })));
    assert.ok('ask' in (await ask('getAccessToken', { ...options, silent: true }, undefined, { who: 1 })));
    assert.ok('value' in (await ask('getAccessToken', options, held, { who: 1 })));
    assert.ok('ask' in (await ask('getAccessToken', options, undefined, { who: 1 })));
  });

  it('explains what the provider threw', async () => {
    await signOutOfAll();
    const asked = vscode.authentication.getSession('aws-sso', ['session:corp'], { createIfNone: true });
    const rejection = Promise.resolve(asked).then(undefined, (error: Error) => error);
    center().deny(await waitFor('a code', () => center().pendingUserCodes[0]));
    const { name, message } = (await rejection) as Error;
    const answer = await ask('explain', { name, message });
    assert.ok('error' in answer && answer.error.code === 'AccessDenied', JSON.stringify(answer));
    await signIn(center(), 'corp');
  });

  it('signs in on the way', async () => {
    await signOutOfAll();
    const [session] = await Promise.all([ask('signIn', { session: 'corp' }), approveNext(center())]);
    assert.ok('value' in session && (session.value as SsoSession).signedIn);
  });
});
