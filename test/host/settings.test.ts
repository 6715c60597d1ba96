import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { startIdentityCenter } from '../identity-center/server.ts';
import { api, configure } from './support.ts';

describe('The setting awsSso.sessions', () => {
  afterEach(() => configure({ sessions: undefined }));

  it('offers what a workspace suggests, but does not sign in to it without the person’s word', async () => {
    const configuration = vscode.workspace.getConfiguration('awsSso');
    const evil = [{ name: 'evil', startUrl: 'https://evil.awsapps.com/start', region: 'us-east-1' }];
    await configuration.update('sessions', evil, vscode.ConfigurationTarget.Workspace);
    const center = await startIdentityCenter();
    await configure({ endpoints: { oidc: center.oidc, portal: center.portal } });
    try {
      assert.deepEqual(
        (await api()).sessions.map(({ name, signedIn }) => [name, signedIn]),
        [['evil', false]],
      );
      // Here the editor refuses to show modal dialogs, so nobody agrees.
      const session = await vscode.commands.executeCommand('awsSso.signIn', { session: 'evil' });
      assert.equal(session, undefined);
      assert.deepEqual(center.requests, []);
    } finally {
      await configuration.update('sessions', undefined, vscode.ConfigurationTarget.Workspace);
      await configure({ endpoints: undefined });
      await center.stop();
    }
  });
});
