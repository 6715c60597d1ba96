import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as vscode from 'vscode';
import { api, configure, signIn, signOutOfAll, useIdentityCenter } from './support.ts';

describe('A session of an own domain', () => {
  const center = useIdentityCenter();
  const asked: string[] = [];
  let server: Server;
  let startUrl: string;
  let location: string;
  before(async () => {
    server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.writeHead(302, { location }).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    startUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/aws`;
    await configure({ sessions: [{ name: 'own', startUrl, region: center().region }] });
  });
  after(() => server.close().closeAllConnections());
  beforeEach(() => {
    asked.length = 0;
    location = `${center().startUrl}/#/`;
  });
  afterEach(signOutOfAll);

  it('signs in to the portal that the domain leads to, and asks it no more', async () => {
    const session = await signIn(center(), 'own');
    assert.deepEqual([session.name, session.startUrl, asked], ['own', startUrl, ['HEAD /aws']]);
    const exported = await api();
    await exported.getAccessToken({ session: 'own', forceRefresh: true });
    assert.notEqual((await exported.listAccounts({ session: 'own' })).length, 0);
    assert.deepEqual(asked, ['HEAD /aws']);
  });

  it('contacts nobody else when the domain leads elsewhere, and says where', async () => {
    location = 'https://d-1234567890.awsapps.com.evil.example/start';
    const { showErrorMessage } = vscode.window;
    const said: string[] = [];
    const note = (text: string): Promise<undefined> => Promise.resolve(void said.push(text));
    Object.defineProperty(vscode.window, 'showErrorMessage', { configurable: true, value: note });
    try {
      await vscode.commands.executeCommand('awsSso.signIn', { session: 'own' });
    } finally {
      Object.defineProperty(vscode.window, 'showErrorMessage', {
        configurable: true,
        value: showErrorMessage,
      });
    }
    assert.match(
      said.join(),
      /leads to d-1234567890\.awsapps\.com\.evil\.example, which isn’t an AWS access portal/,
    );
    assert.deepEqual([asked, center().pendingUserCodes], [['HEAD /aws'], []]);
  });
});
