import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { changelogProblems } from '../../../scripts/release/changelog.ts';
import { newVersion } from '../../../scripts/release/newVersion.ts';

const root = path.join(import.meta.dirname, '../../..');
const DATE = '2026-12-24';

/** What `npm run release -- --version` reads. */
const repository = new Map(
  [
    ...['package.json', 'package-lock.json', 'CHANGELOG.md', 'api/package.json', 'api/CHANGELOG.md'],
    ...['consumer', 'providers-only', 'web-consumer'].map((name) => `examples/${name}/package.json`),
  ].map((file) => [file, readFileSync(path.join(root, file), 'utf8')]),
);

/** The repository with something unreleased, or nothing, in both changelogs. */
function withChangelogs(extension: string, api: string): ReadonlyMap<string, string> {
  const changelog = (news: string) =>
    `# Changelog\n\n## Unreleased\n\n${news}## 0.0.1 - 2026-01-01\n\n- First\n`;
  return new Map([
    ...repository,
    ['CHANGELOG.md', changelog(extension)],
    ['api/CHANGELOG.md', changelog(api)],
  ]);
}

/** Lines that are different, without their indentation. */
function changes(before = '', after = ''): string[] {
  const old = before.split('\n');
  return after
    .split('\n')
    .filter((line, index) => line !== old[index])
    .map((line) => line.trim());
}

describe('A new version', () => {
  it('is in the manifests, the lockfile and what depends on the package, and nothing else changes in them', () => {
    const files = newVersion(withChangelogs('- New\n\n', '- New\n\n'), '99.0.0', DATE);
    const lines = (file: string) => changes(repository.get(file), files.get(file));
    const version = '"version": "99.0.0",';
    const dependency = '"@sso-signin/aws-sso-api": "99.0.0"';
    assert.deepEqual(lines('package.json'), [version]);
    assert.deepEqual(lines('api/package.json'), [version]);
    assert.deepEqual(lines('examples/consumer/package.json'), [dependency]);
    assert.deepEqual(lines('examples/web-consumer/package.json'), [dependency]);
    assert.deepEqual(lines('examples/providers-only/package.json'), []);
    assert.deepEqual(lines('package-lock.json'), [version, version, version, dependency, dependency]);
  });

  it('is what the changelogs call the changes that were unreleased', () => {
    const files = newVersion(withChangelogs('- New\n\n', '- Other\n\n'), '99.0.0', DATE);
    for (const [file, news] of [
      ['CHANGELOG.md', '- New'],
      ['api/CHANGELOG.md', '- Other'],
    ] as const) {
      const text = files.get(file) ?? '';
      assert.ok(text.includes(`## Unreleased\n\n## 99.0.0 - ${DATE}\n\n${news}\n\n## 0.0.1`), text);
      assert.deepEqual(changelogProblems(text, '99.0.0'), []);
    }
  });

  it('leaves the package for extension authors as it is where that has no changes', () => {
    const files = newVersion(withChangelogs('- New\n\n', ''), '99.0.0', DATE);
    assert.equal(files.get('api/package.json'), repository.get('api/package.json'));
    assert.equal(files.has('api/CHANGELOG.md'), false);
    assert.equal(
      files.get('examples/consumer/package.json'),
      repository.get('examples/consumer/package.json'),
    );
  });

  for (const [version, problem] of [
    ['1.0', /isn't a version such as 1\.0\.0/],
    ['v1.0.0', /isn't a version such as 1\.0\.0/],
    ['1.0.0-rc.1', /isn't a version such as 1\.0\.0/],
    ['0.0.9', /isn't newer than/],
  ] as const) {
    it(`isn't ${version}`, () => {
      assert.throws(() => newVersion(withChangelogs('- New\n\n', ''), version, DATE), problem);
    });
  }

  it('needs changes', () => {
    assert.throws(() => newVersion(withChangelogs('', ''), '99.0.0', DATE), /no unreleased changes/);
  });
});
