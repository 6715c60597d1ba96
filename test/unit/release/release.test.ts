import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { changelogProblems } from '../../../scripts/release/changelog.ts';
import { filled, missing, owner } from '../../../scripts/release/owner.ts';
import { sbom } from '../../../scripts/release/sbom.ts';
import { wrongTag } from '../../../scripts/release/wrongTag.ts';

const root = path.join(import.meta.dirname, '../../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

describe('A release', () => {
  it('repeats what owner.json says, and nothing else', () => {
    for (const [file, text] of filled(owner)) {
      assert.equal(read(file), text, `Run "npm run release -- --fill", which writes ${file}.`);
    }
  });

  for (const [what, repository, codeOwner, count] of [
    ['nothing filled in', 'https://github.com/OWNER/aws-sso', '@OWNER', 2],
    ['another host', 'https://example.com/acme/aws-sso', '@acme/maintainers', 1],
    ['an address with a slash at its end', 'https://github.com/acme/aws-sso/', '@acme', 1],
    ['a name without @', 'https://github.com/acme/aws-sso', 'acme', 1],
    ['everything filled in', 'https://github.com/acme/aws-sso', '@acme/maintainers', 0],
  ] as const) {
    it(`lists what the owner must fill in: ${what}`, () => {
      assert.equal(missing({ repository, codeOwner }).length, count);
    });
  }

  for (const [what, text, problems] of [
    [
      'unreleased changes',
      '# C\n\n## Unreleased\n\n- New\n\n## 1.0.0 - 2026-01-01\n\n- Old\n',
      [/unreleased changes: run/],
    ],
    [
      'no section',
      '# C\n\n## Unreleased\n\n## 0.9.0 - 2026-01-01\n\n- Old\n',
      [/newest version must be 1\.0\.0/],
    ],
    ['a longer version', '# C\n\n## 1.0.0-rc - 2026-01-01\n\n- Old\n', [/newest version must be 1\.0\.0/]],
    ['no date', '# C\n\n## 1.0.0\n\n- New\n', [/with a date/]],
    ['no changes', '# C\n\n## 1.0.0 - 2026-01-01\n\n## 0.9.0 - 2026-01-01\n\n- Old\n', [/its changes/]],
    [
      'an older section',
      '# C\n\n## 1.1.0 - 2026-02-01\n\n- New\n\n## 1.0.0 - 2026-01-01\n\n- Old\n',
      [/newest version/],
    ],
    ['all there', '# C\n\n## Unreleased\n\n## [1.0.0] - 2026-01-01\n\n- New\n', []],
  ] as const) {
    it(`checks the changelog: ${what}`, () => {
      const found = changelogProblems(text, '1.0.0');
      assert.equal(found.length, problems.length, found.join('\n'));
      problems.forEach((problem, index) => assert.match(found[index] ?? '', problem));
    });
  }

  it('must have the tag of its version', () => {
    const tag = { GITHUB_REF_TYPE: 'tag', GITHUB_REF_NAME: 'v1.0.0' };
    assert.deepEqual(wrongTag(tag, '1.0.0'), []);
    assert.deepEqual(wrongTag({ GITHUB_REF_TYPE: 'branch', GITHUB_REF_NAME: 'main' }, '1.0.0'), []);
    assert.deepEqual(wrongTag({}, '1.0.0'), []);
    assert.deepEqual(wrongTag(tag, '1.0.1'), ['The tag v1.0.0 must be v1.0.1, as package.json says.']);
  });

  it('has a bill of materials with each package that the bundles contain', async () => {
    const bill = JSON.parse(await sbom({ name: 'aws-sso', version: '1.0.0', license: 'MIT' })) as {
      readonly components: readonly { readonly name: string; readonly purl: string }[];
    };
    const notices = read('ThirdPartyNotices.txt');
    const titles = [...notices.matchAll(/^(\S+) (\S+) \([^)]+\)$/gm)].map(
      ([, name = '', version = '']) => `pkg:npm/${name.replace('@', '%40')}@${version}`,
    );
    assert.ok(titles.length > 0);
    assert.deepEqual(
      bill.components.map(({ purl }) => purl),
      titles,
    );
  });
});
