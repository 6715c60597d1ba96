import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { EditorWindow } from '../editor/EditorWindow.ts';
import { waitFor } from '../editor/waitFor.ts';
import { useStage } from '../stage/useStage.ts';
import { codeShown, SIGN_IN } from './person.ts';
import { SESSION, type Stage } from './Stage.ts';

describe('In a workspace that is not trusted', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'workspace-'));
  let stage: Stage;
  let window: EditorWindow;
  before(() => {
    mkdirSync(path.join(folder, '.vscode'));
    const evil = {
      'awsSso.sessions': [{ name: 'evil', startUrl: 'https://evil.awsapps.com/start', region: 'us-east-1' }],
      'awsSso.workspaceRole': { accountId: '111122223333', roleName: 'PowerUserAccess' },
      'awsSso.endpoints': { oidc: 'http://127.0.0.1:1', portal: 'http://127.0.0.1:1' },
    };
    writeFileSync(path.join(folder, '.vscode/settings.json'), JSON.stringify(evil));
  });
  useStage(
    {
      settings: {
        'security.workspace.trust.enabled': true,
        'security.workspace.trust.startupPrompt': 'never',
        'security.workspace.trust.banner': 'never',
      },
      window: { folder },
      keeps: true,
    },
    (used) => ({ stage, window } = used),
  );
  after(() => rmSync(folder, { recursive: true }));

  it('signs in to the user’s session, at the user’s endpoints, whatever the workspace suggests', async () => {
    await waitFor('Restricted Mode', async () => (await window.statusBar()).includes('Restricted Mode'));
    await window.runCommand(SIGN_IN);
    stage.identityCenter.approve(await codeShown(window));
    await window.notification(`Signed in to ${SESSION}`);
    assert.doesNotMatch((await window.notifications()).join(), /suggests/);
  });
});
