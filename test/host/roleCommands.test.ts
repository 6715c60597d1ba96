import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { waitFor } from '../editor/waitFor.ts';
import { type IdentityCenter, startIdentityCenter } from '../identity-center/server.ts';
import { answering, configure, signIn, signOutOfAll } from './support.ts';

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

  /**
   * Runs the command as another extension would, which accepts whatever it asks, but for modal dialogs: nothing but a person can
   * answer those.
   *
   * @param button what the person presses. @returns what they were asked.
   */
  function accepting(command: string, argument: object, button?: string): Promise<readonly string[]> {
    return answering(button, async () => {
      let isDone = false;
      const running = Promise.resolve(vscode.commands.executeCommand(command, argument)).finally(
        () => (isDone = true),
      );
      await waitFor('the command to be done', async () => {
        await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
        return isDone;
      });
      await running;
    });
  }

  /** What could have been got out of the extension. */
  const taken = async () => ({
    credentials: center.requests.filter(({ operation }) => operation === 'GetRoleCredentials').length,
    clipboard: await vscode.env.clipboard.readText(),
    config: existsSync(CONFIG) ? readFileSync(CONFIG, 'utf8') : '',
  });

  it('awsSso.copyCredentials puts them on the clipboard, in the form that is chosen', async () => {
    const asked = await accepting('awsSso.copyCredentials', ROLE, 'Copy Credentials');
    assert.match(asked[0] ?? '', /^Copy credentials for PowerUserAccess in .*111122223333.*\?/);
    const text = await vscode.env.clipboard.readText();
    assert.match(text, /^ export AWS_ACCESS_KEY_ID='ASIA/);
    const secret = /AWS_SECRET_ACCESS_KEY='([^']+)'/.exec(text)?.[1] ?? '';
    assert.ok(center.issuedSecrets.includes(secret));
    await vscode.env.clipboard.writeText('');
  });

  it('awsSso.addProfile writes a profile that VS Code serves, under the name that it proposes', async () => {
    await accepting('awsSso.addProfile', ROLE, 'Serve Role');
    const text = readFileSync(CONFIG, 'utf8');
    assert.match(
      text,
      /\[profile PowerUserAccess-111122223333\]\ncredential_process = ".*" --session corp --account 111122223333 --role PowerUserAccess\n/,
    );
  });

  for (const command of [
    'awsSso.copyCredentials',
    'awsSso.addProfile',
    'awsSso.useRoleInTerminals',
    'awsSso.openRoleTerminal',
  ]) {
    it(`${command} gives nothing to somebody who calls it, unless the person agrees`, async () => {
      const before = await taken();
      const asked = await accepting(command, ROLE);
      assert.match(asked.join(), /PowerUserAccess in .*111122223333/);
      assert.equal(asked.length, 1);
      // By the way of a task, or of an extension in another host: the editor puts nodes of views in the place of their ids.
      const forged = [
        { $treeViewId: 'awsSso.sessions', $focusedTreeItem: true },
        { $treeViewId: 'awsSso.sessions', $treeItemHandle: '1/corp 111122223333 PowerUserAccess' },
        { ...ROLE, sessionName: 'corp' },
        { ...ROLE, sessionId: 'x' },
      ];
      for (const args of forged) {
        await answering(undefined, async () => {
          const run = vscode.commands.executeCommand('runCommands', { commands: [{ command, args }] });
          let isDone = false;
          void Promise.resolve(run).finally(() => (isDone = true));
          await waitFor('the command to be done', async () => {
            await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
            return isDone;
          });
        });
      }
      assert.deepEqual(await taken(), before);
    });
  }
});
