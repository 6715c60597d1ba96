import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { COMMAND_IDS } from '../../../src/features/ui/commandIds.ts';

const root = path.join(import.meta.dirname, '../../..');
const json = (file: string): unknown => JSON.parse(readFileSync(path.join(root, file), 'utf8'));

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly configuration: { readonly properties: Record<string, object> };
  };
}

describe('The features in the Extensions view', () => {
  const { commands, configuration } = (json('package.json') as Manifest).contributes;
  const ids = commands.map(({ command }) => command);

  it('begin with the commands for people, which VS Code sorts by their ids', () => {
    const sorted = [...ids].sort((one, other) => one.localeCompare(other));
    const firstOfView = sorted.findIndex((id) => id.startsWith('awsSso.view.'));
    assert.ok(firstOfView > 0);
    assert.ok(sorted.slice(firstOfView).every((id) => id.startsWith('awsSso.view.')));
    // Nor does VS Code offer a key for one with an underscore.
    assert.deepEqual(
      ids.filter((id) => id.startsWith('_')),
      [],
    );
  });

  it('are commands that there are', () => {
    const registered = [...COMMAND_IDS.map(([id]) => id), 'awsSso.showLog'];
    assert.deepEqual(
      ids.filter((id) => !registered.includes(id)),
      [],
    );
  });

  for (const file of readdirSync(root).filter((name) => /^package\.nls(\.[\w-]+)?\.json$/.test(name))) {
    it(`have settings with links that read as words where they lead nowhere: ${file}`, () => {
      for (const [key, text] of Object.entries(json(file) as Record<string, string>)) {
        // Only the settings editor makes links of these: elsewhere they are shown as they are, or open an error.
        assert.doesNotMatch(text, /[`']#|\]\(#/, key);
        for (const [, command = '', argument = ''] of text.matchAll(
          /\]\(command:([\w.]+)(?:\?([^)\s]+))?\)/g,
        )) {
          if (command.startsWith('awsSso.')) assert.ok(ids.includes(command), `${key}: ${command}`);
          if (command !== 'workbench.action.openSettings') continue;
          const [setting = ''] = JSON.parse(decodeURIComponent(argument)) as string[];
          assert.ok(setting in configuration.properties, `${key}: ${setting}`);
        }
      }
    });
  }
});
