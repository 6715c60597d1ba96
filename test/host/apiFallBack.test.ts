import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type AwsSsoApi, getAwsSsoApi } from '../../api/src/index.ts';
import { waitFor } from '../editor/waitFor.ts';
import { api, signIn, signOutOfAll, useIdentityCenter, givingRole } from './support.ts';

const ROLE = { accountId: '111122223333', roleName: 'PowerUserAccess' };

/** As the editor is for an extension in another extension host: the extension is not to be seen, its command is. */
const elsewhere = {
  ...vscode,
  extensions: { all: vscode.extensions.all, getExtension: () => undefined },
} as unknown as typeof vscode;

describe('The api package in another extension host', () => {
  const center = useIdentityCenter();
  let aws: AwsSsoApi;
  before(async () => {
    aws = await getAwsSsoApi(elsewhere);
  });
  beforeEach(async () => void (await signIn(center(), 'corp')));
  afterEach(signOutOfAll);

  it('gives what the extension gives in its own', async () => {
    const own = await api();
    assert.notEqual(aws, own);
    assert.deepEqual(await aws.getAccessToken(), await own.getAccessToken());
    assert.deepEqual(await aws.listAccounts(), await own.listAccounts());
    const { accountId } = ROLE;
    assert.deepEqual(await aws.listAccountRoles({ accountId }), await own.listAccountRoles({ accountId }));
    const { expiration, ...keys } = await givingRole(() => own.getRoleCredentials(ROLE));
    // A credential_process tells whole seconds.
    const seconds = new Date(Math.floor(expiration.getTime() / 1000) * 1000);
    assert.deepEqual(await aws.getRoleCredentials(ROLE), { ...keys, expiration: seconds });
    assert.deepEqual(await aws.signIn({ session: 'corp' }), await own.signIn({ session: 'corp' }));
    await waitFor('the same sessions', () => JSON.stringify(aws.sessions) === JSON.stringify(own.sessions));
  });

  it('tells of a session that is signed out and in', async () => {
    const isSignedIn = () => aws.sessions.find(({ name }) => name === 'corp')?.signedIn;
    // What happens faster than it crosses from host to host is not told one by one.
    await waitFor('the sign-in', () => isSignedIn() === true);
    const names: string[] = [];
    const listening = aws.onDidChangeSessions(({ changed }) =>
      names.push(...changed.map(({ name, signedIn }) => `${name} ${signedIn ? 'in' : 'out'}`)),
    );
    await signOutOfAll();
    await waitFor('the sign-out', () => names.includes('corp out'));
    assert.equal(isSignedIn(), false);
    await signIn(center(), 'corp');
    await waitFor('the sign-in', () => names.includes('corp in'));
    listening.dispose();
  });
});
