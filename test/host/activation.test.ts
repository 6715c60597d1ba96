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
    const named = manifest.contributes.commands.map(({ command }) => command);
    const registered = await vscode.commands.getCommands();
    const isPublic = (id: string): boolean => id.startsWith('awsSso.') && !isEditorsOwn(id);
    assert.deepEqual(registered.filter(isPublic).sort(), named.filter(isPublic).sort());
    assert.deepEqual(
      named.filter((id) => !registered.includes(id)),
      [],
    );
  });
});

/** Such as those that focus a view. */
function isEditorsOwn(id: string): boolean {
  return /^awsSso\.(sessions|servedProfiles)\./.test(id);
}
