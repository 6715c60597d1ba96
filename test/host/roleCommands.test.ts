import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { waitFor } from '../editor/waitFor.ts';
import { type IdentityCenter, startIdentityCenter } from '../identity-center/server.ts';
import { configure, signIn, signOutOfAll } from './support.ts';

const ROLE = { session: 'corp', accountId: '111122223333', roleName: 'PowerUserAccess' };
const CONFIG = path.join(homedir(), '.aws/config');

/** With everything said in the argument, and what is asked besides accepted as it is proposed. */
describe('The commands for a role', () => {
  let center: IdentityCenter;
  before(async () => {
    center = await startIdentityCenter({ interval: 0.2 });
    const { oidc, portal, startUrl, region } = center;
    await configure({ endpoints: { oidc, portal }, sessions: [{ name: 'corp', startUrl, region }] });
    await signIn(center, 'corp');
  });
  after(async () => {
    await signOutOfAll();
    await center.stop();
    rmSync(CONFIG, { force: true });
    await configure({ endpoints: undefined, sessions: undefined });
  });

  /** Runs the command, and accepts the question that it asks until it is done. */
  async function accepting(command: string, argument: object): Promise<void> {
    let isDone = false;
    const running = Promise.resolve(vscode.commands.executeCommand(command, argument)).finally(
      () => (isDone = true),
    );
    await waitFor('the command to be done', async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return isDone;
    });
    await running;
  }

  it('awsSso.copyCredentials puts them on the clipboard, in the form that is chosen', async () => {
    await accepting('awsSso.copyCredentials', ROLE);
    const text = await vscode.env.clipboard.readText();
    assert.match(text, /^ export AWS_ACCESS_KEY_ID='ASIA/);
    const secret = /AWS_SECRET_ACCESS_KEY='([^']+)'/.exec(text)?.[1] ?? '';
    assert.ok(center.issuedSecrets.includes(secret));
    await vscode.env.clipboard.writeText('');
  });

  it('awsSso.addProfile writes the profile and its session, under the name that it proposes', async () => {
    await accepting('awsSso.addProfile', ROLE);
    const text = readFileSync(CONFIG, 'utf8');
    assert.match(text, /\[profile PowerUserAccess-111122223333\]\nsso_session = corp\n/);
    assert.match(text, /\[sso-session corp\]\nsso_start_url = https:\/\/d-1234567890\.awsapps\.com\/start\n/);
  });

  for (const command of ['awsSso.copyCredentials', 'awsSso.addProfile', 'awsSso.openConsole']) {
    it(`${command} refuses an argument that is none, and touches nothing`, async () => {
      const before = existsSync(CONFIG) ? readFileSync(CONFIG, 'utf8') : '';
      await vscode.commands.executeCommand(command, { ...ROLE, accountId: 'x' });
      assert.equal(existsSync(CONFIG) ? readFileSync(CONFIG, 'utf8') : '', before);
    });
  }
});
