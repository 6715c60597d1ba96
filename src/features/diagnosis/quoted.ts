/** The longest text of others that is shown. */
const MAX_LENGTH = 120;

/**
 * What others have chosen, such as a name in a certificate, as a code span: nothing in it that Markdown, or a ticket
 * system, would make something of.
 */
export function quoted(text: string): string {
  const plain = onOneLine(text.replaceAll('`', ' '));
  return `\`${plain.length > MAX_LENGTH ? `${plain.slice(0, MAX_LENGTH)}…` : plain}\``;
}

/** The same in a sentence, which notifications show as well: those make links of brackets, and nothing of code spans. */
export function named(name: string): string {
  return `“${onOneLine(name.replace(/[[\]()`]/g, ' ')).slice(0, MAX_LENGTH)}”`;
}

/** Without line breaks, and without characters that show as nothing or turn what is around them. */
export function onOneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
}
