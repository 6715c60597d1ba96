/** The longest name that is shown, in characters, and the longest sentence. */
const MAX_NAME = 120;
const MAX_SENTENCE = 500;

/** Control characters, line breaks, and whatever shows as nothing or turns the text around it (Unicode TR36). */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\s]+/gu;
/** A pair of brackets that no target follows, nor a bracket that becomes the parenthesis of one; or any other bracket. */
const BRACKETS = /(\[[^[\]]*\](?![([]))|[[\]]/g;

/**
 * Makes a text from outside (a name, an address, a description that a service, a file, a workspace or an extension gave) safe
 * to show: one line of visible characters, of bounded length, in which VS Code finds neither a link (`[text](target)`) nor an
 * icon (`$(name)`). A text of nothing that can be seen is an ellipsis.
 */
export function shown(text: string, maxLength = MAX_NAME): string {
  const line = text
    .slice(0, 4 * maxLength)
    .replace(UNSEEN, ' ')
    .trim();
  const characters = [...line];
  const short = characters.length > maxLength ? `${characters.slice(0, maxLength - 1).join('')}…` : line;
  return (text !== '' && short === '' ? '…' : short)
    .replace(BRACKETS, (bracket, pair?: string) => pair ?? (bracket === '[' ? '(' : ')'))
    .replaceAll('$(', '$ (');
}

/** The same for a sentence that may have such a text in it. */
export function shownSentence(text: string): string {
  return shown(text, MAX_SENTENCE);
}
