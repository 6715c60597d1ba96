import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { startIdentityCenter } from '../identity-center/server.ts';
import { api, configure } from './support.ts';

describe('The setting awsSso.sessions', () => {
  afterEach(() => configure({ sessions: undefined }));

  it('gives its usable entries, in canonical form, whatever stands beside them', async () => {
    await configure({
      sessions: [
        { name: 'corp', startUrl: 'https://corp.awsapps.com/start/#/', region: 'EU-WEST-1' },
        { name: 'id', startUrl: 'd-1234567890', region: 'us-east-1', registrationScopes: ['b', 'a', 'b'] },
        { name: 'no region', startUrl: 'https://corp.awsapps.com/start' },
        { name: 'http', startUrl: 'http://corp.awsapps.com/start', region: 'us-east-1' },
        { name: 'corp', startUrl: 'https://twice.awsapps.com/start', region: 'us-east-1' },
        { startUrl: 'https://corp.awsapps.com/start', region: 'us-east-1' },
        'nonsense',
        null,
      ],
    });
    const sessions = (await api()).sessions.map(({ name, startUrl, region, scopes }) => [
      name,
      startUrl,
      region,
      ...scopes,
    ]);
    assert.deepEqual(sessions, [
      ['corp', 'https://corp.awsapps.com/start', 'eu-west-1', 'sso:account:access'],
      ['id', 'https://d-1234567890.awsapps.com/start', 'us-east-1', 'a', 'b'],
    ]);
  });

  it('is never written over when it is not a list', async () => {
    const handWritten = { name: 'corp', startUrl: 'https://corp.awsapps.com/start', region: 'us-east-1' };
    await configure({ sessions: handWritten });
    assert.equal(await vscode.commands.executeCommand('awsSso.signIn'), undefined);
    assert.deepEqual(vscode.workspace.getConfiguration('awsSso').get('sessions'), handWritten);
  });

  for (const nonsense of ['text', 7, { name: 'x' }, null]) {
    it(`is taken for empty when it is ${JSON.stringify(nonsense)}`, async () => {
      await configure({ sessions: nonsense });
      assert.deepEqual((await api()).sessions, []);
    });
  }

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

  it('holds against a workspace that suggests another portal under the same name', async () => {
    const configuration = vscode.workspace.getConfiguration('awsSso');
    const entry = (portal: string) => [
      { name: 'corp', startUrl: `https://${portal}.awsapps.com/start`, region: 'us-east-1' },
    ];
    await configure({ sessions: entry('ours') });
    await configuration.update('sessions', entry('evil'), vscode.ConfigurationTarget.Workspace);
    assert.deepEqual(
      (await api()).sessions.map(({ startUrl }) => startUrl),
      ['https://ours.awsapps.com/start'],
    );
    await configuration.update('sessions', undefined, vscode.ConfigurationTarget.Workspace);
    await configure({ sessions: undefined });
  });
});
