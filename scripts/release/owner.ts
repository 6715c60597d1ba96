import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../..');
const FILE = 'scripts/release/owner.json';

/** What only the owner of the repository can fill in. */
export interface Owner {
  /** The address of the repository, without a slash at the end. */
  readonly repository: string;
  /** A user or a team of GitHub, with the `@`. */
  readonly codeOwner: string;
}

export const owner = JSON.parse(readFileSync(path.join(root, FILE), 'utf8')) as Owner;

/** What is still to be filled in, each a sentence. */
export function missing({ repository, codeOwner }: Owner): readonly string[] {
  return [
    ...(/^https:\/\/github\.com\/(?!OWNER\b)[\w.-]+\/[\w.-]+$/.test(repository)
      ? []
      : [`"repository" in ${FILE}: the address on github.com, then "npm run release -- --fill".`]),
    ...(/^@(?!OWNER\b)[\w./-]+$/.test(codeOwner)
      ? []
      : [`"codeOwner" in ${FILE}: a user or team, then "npm run release -- --fill".`]),
  ];
}

/**
 * Options of the packager that lead relative links of README and CHANGELOG to the repository: the Extensions view shows no picture and
 * follows no link but an `https:` address, not even of a file in the package.
 */
export function absoluteLinks({ repository }: Owner, revision: string): string[] {
  return [
    '--baseContentUrl',
    `${repository}/blob/${revision}`,
    '--baseImagesUrl',
    `${repository}/raw/${revision}`,
  ];
}

/** The files that say who the owner is, each with its text as it should be. */
export function filled({ repository, codeOwner }: Owner): ReadonlyMap<string, string> {
  const git = `git+${repository}.git`;
  const bugs = { url: `${repository}/issues` };
  return new Map([
    [
      'package.json',
      withMembers('package.json', {
        repository: { type: 'git', url: git },
        bugs,
        homepage: `${repository}#readme`,
        qna: `${repository}/discussions`,
      }),
    ],
    [
      'api/package.json',
      withMembers('api/package.json', {
        repository: { type: 'git', url: git, directory: 'api' },
        bugs,
        homepage: `${repository}/tree/HEAD/api#readme`,
      }),
    ],
    ['.github/CODEOWNERS', `* ${codeOwner}\n`],
    [
      '.github/ISSUE_TEMPLATE/config.yml',
      [
        'blank_issues_enabled: false',
        'contact_links:',
        '  - name: Question',
        `    url: ${repository}/discussions`,
        '    about: Ask how something works, or how to set it up.',
        '  - name: Vulnerability',
        `    url: ${repository}/security/advisories/new`,
        '    about: Report it privately.',
        '',
      ].join('\n'),
    ],
  ]);
}

export function fill(): void {
  for (const [file, text] of filled(owner)) {
    writeFileSync(path.join(root, file), text);
  }
}

function withMembers(file: string, members: Record<string, unknown>): string {
  const manifest = JSON.parse(readFileSync(path.join(root, file), 'utf8')) as Record<string, unknown>;
  return `${JSON.stringify({ ...manifest, ...members }, undefined, 2)}\n`;
}
