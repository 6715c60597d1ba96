import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { signIn, signOutOfAll, useIdentityCenter } from './support.ts';

describe('The view', () => {
  const center = useIdentityCenter();
  after(signOutOfAll);

  it('lists nothing by being shown, signed in or not', async () => {
    await vscode.commands.executeCommand('awsSso.sessions.focus');
    assert.deepEqual(center().requests, []);
    await signIn(center(), 'corp');
    await vscode.commands.executeCommand('awsSso.view.refreshAccounts');
    await vscode.commands.executeCommand('awsSso.sessions.focus');
    const listings = center().requests.filter(({ operation }) => operation?.startsWith('List'));
    assert.deepEqual(listings, []);
  });

  it('copies nothing for a node that somebody else has made', async () => {
    await vscode.env.clipboard.writeText('before');
    const node = { kind: 'account', id: 'x', session: 'corp', sessionId: 'x', accountId: '111122223333' };
    await vscode.commands.executeCommand('awsSso.view.copyAccountId', node);
    assert.equal(await vscode.env.clipboard.readText(), 'before');
    await vscode.env.clipboard.writeText('');
  });
});
