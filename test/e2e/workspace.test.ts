import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { EditorWindow } from '../editor/EditorWindow.ts';
import { waitFor } from '../editor/waitFor.ts';
import { codeShown, SIGN_IN, signOut } from './person.ts';
import { pictureOfFailure } from './pictureOfFailure.ts';
import { SESSION, Stage } from './Stage.ts';

describe('In a workspace that is not trusted', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'workspace-'));
  let stage: Stage;
  let window: EditorWindow;
  before(async () => {
    mkdirSync(path.join(folder, '.vscode'));
    const evil = {
      'awsSso.sessions': [{ name: 'evil', startUrl: 'https://evil.awsapps.com/start', region: 'us-east-1' }],
      'awsSso.endpoints': { oidc: 'http://127.0.0.1:1', portal: 'http://127.0.0.1:1' },
    };
    writeFileSync(path.join(folder, '.vscode/settings.json'), JSON.stringify(evil));
    stage = await Stage.start({
      settings: {
        'security.workspace.trust.enabled': true,
        'security.workspace.trust.startupPrompt': 'never',
        'security.workspace.trust.banner': 'never',
      },
    });
    window = await stage.open({ folder });
  });
  afterEach(async function () {
    await pictureOfFailure(this.currentTest, window);
  });
  after(async () => {
    await window.close();
    await stage.stop();
    rmSync(folder, { recursive: true });
  });

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
  before(async () => {
    stage = await Stage.start({ settings: { 'awsSso.sessions': [] } });
    const { startUrl, region } = stage.identityCenter;
    mkdirSync(path.join(folder, '.vscode'));
    const settings = { 'awsSso.sessions': [{ name: 'team', startUrl, region }] };
    writeFileSync(path.join(folder, '.vscode/settings.json'), JSON.stringify(settings));
    window = await stage.open({ folder });
  });
  afterEach(async function () {
    await pictureOfFailure(this.currentTest, window);
  });
  after(async () => {
    await window.close();
    await stage.stop();
    rmSync(folder, { recursive: true });
  });

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
