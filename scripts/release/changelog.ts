/** What keeps a changelog (Keep a Changelog) from being that of a version, each a sentence. */
export function changelogProblems(text: string, version: string): readonly string[] {
  const sections = sectionsOf(text);
  const unreleased = sections.find(isUnreleased);
  const [newest] = sections.filter((section) => !isUnreleased(section));
  const dated = new RegExp(`^\\[?${version.replaceAll('.', '\\.')}\\]? - \\d{4}-\\d{2}-\\d{2}$`, 'm');
  return [
    ...(unreleased === undefined || !hasChanges(unreleased)
      ? []
      : ['there are unreleased changes: run "npm run release -- --version X.Y.Z".']),
    ...(newest !== undefined && dated.test(newest.split('\n')[0] ?? '') && hasChanges(newest)
      ? []
      : [`the newest version must be ${version}, with a date and its changes.`]),
  ];
}

/** Makes the section of a version of what is unreleased. @returns undefined if nothing is. */
export function releasedChangelog(text: string, version: string, date: string): string | undefined {
  const unreleased = sectionsOf(text).find(isUnreleased);
  if (unreleased === undefined || !hasChanges(unreleased)) return undefined;
  return text.replace(/^## \[?Unreleased\]?$/im, (heading) => `${heading}\n\n## ${version} - ${date}`);
}

function sectionsOf(text: string): string[] {
  return text.split(/^## /m).slice(1);
}

function isUnreleased(section: string): boolean {
  return /^\[?unreleased\b/i.test(section);
}

function hasChanges(section: string): boolean {
  return /^\s*[-*] /m.test(section);
}
