/** What is wrong with the tag that a workflow of GitHub runs for, a sentence. */
export function wrongTag(
  { GITHUB_REF_TYPE, GITHUB_REF_NAME }: Readonly<Record<string, string | undefined>>,
  version: string,
): readonly string[] {
  return GITHUB_REF_TYPE !== 'tag' || GITHUB_REF_NAME === `v${version}`
    ? []
    : [`The tag ${GITHUB_REF_NAME ?? ''} must be v${version}, as package.json says.`];
}
