interface Range {
  readonly subtag: string;
  readonly quality: number;
}

/**
 * The one of the languages, by primary subtag, that an Accept-Language header prefers (RFC 9110 section 12.5.4), by
 * the first that has the highest quality value. A header that accepts none of them is disregarded: the first language.
 */
export function preferredLanguage(
  header: string | undefined,
  languages: readonly [string, ...string[]],
): string {
  const ranges = (header ?? '').split(',').flatMap(rangeIn);
  const preferred = ranges
    .filter(({ subtag, quality }) => quality > 0 && (subtag === '*' || languages.includes(subtag)))
    .sort((one, other) => other.quality - one.quality)[0];
  return preferred === undefined || preferred.subtag === '*' ? languages[0] : preferred.subtag;
}

/** Ignores what follows the primary subtag, and whatever is no language range. */
function rangeIn(text: string): Range[] {
  const syntax = /^\s*([a-z]{1,8}|\*)(?:-[a-z\d]{1,8})*\s*(?:;\s*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?\s*$/i;
  const [, subtag, quality = '1'] = syntax.exec(text) ?? [];
  return subtag === undefined ? [] : [{ subtag: subtag.toLowerCase(), quality: Number(quality) }];
}
