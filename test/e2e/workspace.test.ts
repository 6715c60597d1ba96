import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { EditorWindow } from '../editor/EditorWindow.ts';
import { waitFor } from '../editor/waitFor.ts';
import { useStage } from '../stage/useStage.ts';
import { codeShown, SIGN_IN, signOut } from './person.ts';
import { SESSION, type Stage } from './Stage.ts';

describe('In a workspace that is not trusted', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'workspace-'));
  let stage: Stage;
  let window: EditorWindow;
  before(() => {
    mkdirSync(path.join(folder, '.vscode'));
    const evil = {
      'awsSso.sessions': [{ name: 'evil', startUrl: 'https://evil.awsapps.com/start', region: 'us-east-1' }],
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
  });
});

describe('In a workspace that is trusted', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'workspace-'));
  let stage: Stage;
  let window: EditorWindow;
  before(() => {
    mkdirSync(path.join(folder, '.vscode'));
    const team = { name: 'team', startUrl: 'https://d-1234567890.awsapps.com/start', region: 'us-east-1' };
    const settings = { 'awsSso.sessions': [team] };
    writeFileSync(path.join(folder, '.vscode/settings.json'), JSON.stringify(settings));
  });
  useStage(
    { settings: { 'awsSso.sessions': [] }, window: { folder }, keeps: true },
    (used) => ({ stage, window } = used),
  );
  after(() => rmSync(folder, { recursive: true }));

  const question = /This workspace suggests the SSO session “team”/;

  it('asks before it signs in to what the workspace suggests, and sends nothing without the person’s word', async () => {
    await window.runCommand(SIGN_IN);
    assert.match(await window.dialogText(question), /https:\/\/d-1234567890\.awsapps\.com\/start/);
    await window.pressDialogButton('Cancel');
    await waitFor('the dialog to be gone', async () => !(await window.hasDialog(question)));
    assert.deepEqual(stage.identityCenter.requests, []);
  });

  it('signs in once the person knows the portal, and does not ask again', async () => {
    await window.runCommand(SIGN_IN);
    await window.dialog(question);
    await window.pressDialogButton('I Know This Portal');
    stage.identityCenter.approve(await codeShown(window));
    await window.notification('Signed in to team');
    await signOut(window);
    await window.notification('Signed out of team');
    await window.closeNotification(/enter the code/);
    await window.reload();
    await window.runCommand(SIGN_IN);
    stage.identityCenter.approve(await codeShown(window));
    await window.notification('Signed in to team');
  });
});
