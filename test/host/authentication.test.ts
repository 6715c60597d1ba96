import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { waitFor } from '../editor/waitFor.ts';
import { approveNext, signIn, signOut, signOutOfAll, useIdentityCenter } from './support.ts';

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
});
