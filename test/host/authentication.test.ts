import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { waitFor } from '../editor/waitFor.ts';
import { api, approveNext, signIn, signOut, signOutOfAll, useIdentityCenter } from './support.ts';

const SCOPES = ['sso:account:access'];

describe('The authentication provider aws-sso', () => {
  const center = useIdentityCenter();
  afterEach(signOutOfAll);

  it('signs in for whoever asks for a session, and gives the same id after the next sign-in', async () => {
    const [session] = await Promise.all([
      vscode.authentication.getSession('aws-sso', [...SCOPES, 'session:corp'], { createIfNone: true }),
      approveNext(center()),
    ]);
    assert.equal(session.account.label, 'corp (d-1234567890.awsapps.com)');
    assert.deepEqual(session.scopes, SCOPES);
    await signOut('corp');
    await signIn(center(), 'corp');
    const again = await vscode.authentication.getSession('aws-sso', SCOPES, { silent: true });
    assert.equal(again?.id, session.id);
    assert.notEqual(again?.accessToken, session.accessToken);
  });

  it('shows nothing and has nothing for a silent caller while nobody is signed in', async () => {
    const before = center().requests.length;
    assert.equal(await vscode.authentication.getSession('aws-sso', SCOPES, { silent: true }), undefined);
    assert.equal(center().requests.length, before);
  });

  it('tells the editor of every sign-in and sign-out', async () => {
    const events: string[] = [];
    const subscription = vscode.authentication.onDidChangeSessions(({ provider }) =>
      events.push(provider.id),
    );
    await signIn(center(), 'corp');
    await waitFor('the event', () => events.length === 1);
    await signOut('corp');
    await waitFor('the event', () => events.length === 2);
    subscription.dispose();
    assert.deepEqual(events, ['aws-sso', 'aws-sso']);
  });

  it('lists one account for each session', async () => {
    await signIn(center(), 'corp');
    await signIn(center(), 'lab');
    const labels = (await vscode.authentication.getAccounts('aws-sso')).map(({ label }) => label);
    assert.deepEqual(labels.sort(), ['corp (d-1234567890.awsapps.com)', 'lab (d-1234567890.awsapps.com)']);
  });

  it('signs in to no other account than the one that is asked for', async () => {
    const before = center().requests.length;
    const account = { id: 'gone', label: 'gone (gone.awsapps.com)' };
    await assert.rejects(
      async () => vscode.authentication.getSession('aws-sso', SCOPES, { createIfNone: true, account }),
      /no SSO session for the account/,
    );
    assert.equal(center().requests.length, before);
  });

  it('picks the session that the scope names', async () => {
    await signIn(center(), 'corp');
    await signIn(center(), 'lab');
    await (await api()).getAccessToken({ session: 'lab' });
    const scopes = [...SCOPES, 'session:lab'];
    // Who preferred another account before gets nothing else silently from VS Code 1.96.
    const options = { silent: true, clearSessionPreference: true };
    const session = await vscode.authentication.getSession('aws-sso', scopes, options);
    assert.equal(session?.account.label, 'lab (d-1234567890.awsapps.com)');
  });
});
