/** What keeps a changelog (Keep a Changelog) from being that of a version, each a sentence. */
export function changelogProblems(text: string, version: string): readonly string[] {
  const sections = text.split(/^## /m).slice(1);
  const unreleased = sections.find((section) => /^\[?unreleased\b/i.test(section));
  const isEmpty = unreleased === undefined || !/^\s*[-*] /m.test(unreleased);
  const released = sections.find(
    (section) => section.startsWith(version) || section.startsWith(`[${version}]`),
  );
  return [
    ...(isEmpty ? [] : ['there are unreleased changes. Give them a version and a date.']),
    ...(released ? [] : [`there is no section for ${version}.`]),
  ];
}
