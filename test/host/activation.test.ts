import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { extension, useIdentityCenter } from './support.ts';

describe('Activation', () => {
  const center = useIdentityCenter();

  it('waits until the extension is needed', () => {
    assert.equal(extension().isActive, false);
  });

  it('makes no request', async () => {
    await extension().activate();
    assert.equal(extension().isActive, true);
    assert.deepEqual(center().requests, []);
  });

  it('registers every command that the manifest names, and no other', async () => {
    const manifest = extension().packageJSON as { contributes: { commands: { command: string }[] } };
    const registered = (await vscode.commands.getCommands(true)).filter((id) => id.startsWith('awsSso.'));
    assert.deepEqual(registered.sort(), manifest.contributes.commands.map(({ command }) => command).sort());
  });
});
