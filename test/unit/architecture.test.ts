import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../..');

describe('The page about the architecture', () => {
  const text = readFileSync(path.join(root, 'docs/ARCHITECTURE.md'), 'utf8');
  const named = [...text.matchAll(/`([\w./-]+(?:\.(?:ts|json|cjs|md)|\/))`/g)].map(([, name = '']) => name);

  it('names only files and folders that exist', () => {
    assert.ok(named.length > 80, `${named.length} are named.`);
    // Sources and their tests go without the folder that all of them are in.
    const places = [
      '',
      'src',
      'test/unit',
      'test/unit/features',
      'src/http/client',
      'src/aws/services',
      'src/sessions/engine',
    ];
    const missing = named.filter((name) => !places.some((place) => existsSync(path.join(root, place, name))));
    assert.deepEqual(missing, []);
  });

  it('has a line for each room', () => {
    const rooms = readdirSync(path.join(root, 'src'), { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map(({ parentPath }) => `${path.relative(root, parentPath).replaceAll('\\', '/')}/`);
    const untold = [...new Set(rooms)].filter((room) => room !== 'src/' && !text.includes(`\`${room}\``));
    assert.deepEqual(untold, []);
  });
});
