import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ContextKeys } from '../../../../src/features/ui/ContextKeys.ts';
import { FakeUi } from '../../support/FakeUi.ts';

describe('ContextKeys', () => {
  it('writes a key, and the one for its opposite, only when it changes', () => {
    const ui = new FakeUi();
    const keys = new ContextKeys(ui);
    keys.update({ isSignedIn: false });
    keys.update({ isSignedIn: false });
    assert.deepEqual(ui.commands, [
      ['setContext', 'awsSso.isSignedIn', false],
      ['setContext', 'awsSso.isSignedOut', true],
    ]);
    keys.update({ isSignedIn: true });
    keys.update({ hasTerminalRole: true });
    keys.update({ isSignedIn: true, hasTerminalRole: true });
    assert.deepEqual(ui.commands.slice(2), [
      ['setContext', 'awsSso.isSignedIn', true],
      ['setContext', 'awsSso.isSignedOut', false],
      ['setContext', 'awsSso.hasTerminalRole', true],
      ['setContext', 'awsSso.hasNoTerminalRole', false],
    ]);
  });

  it('hides nothing from the palette before anything is known', () => {
    const manifest = readFileSync(path.join(import.meta.dirname, '../../../../package.json'), 'utf8');
    const { contributes } = JSON.parse(manifest) as {
      contributes: { menus: { commandPalette: { command: string; when: string }[] } };
    };
    // Those of the view want one of its rows, and are never there.
    const clauses = contributes.menus.commandPalette.filter(
      ({ command, when }) => command.startsWith('awsSso.') && when !== 'false',
    );
    assert.ok(clauses.length > 0);
    // Without any key, “not the opposite” holds.
    clauses.forEach(({ command, when }) => assert.match(when, /^!awsSso\.\w+$/, command));
  });
});
