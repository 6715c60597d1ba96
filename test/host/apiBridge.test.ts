import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import type { AccessToken, AwsCredentialIdentity, SsoAccount, SsoSession } from '../../api/src/index.ts';
import type { Answer } from '../../src/features/api/bridgeMessages.ts';
import { waitFor } from '../editor/waitFor.ts';
import { api, approveNext, signIn, signOutOfAll, useIdentityCenter, givingRole } from './support.ts';

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
    const credentials = await givingRole(() => answered<AwsCredentialIdentity>('getRoleCredentials', ROLE));
    assert.deepEqual(credentials, JSON.parse(JSON.stringify(await (await api()).getRoleCredentials(ROLE))));
  });

  it('tells nothing secret to whoever just asks, nor to who has proven that they have it', async () => {
    await givingRole(() => answered('getRoleCredentials', ROLE));
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
