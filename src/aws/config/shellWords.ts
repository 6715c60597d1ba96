/**
 * The words of a text, with quotes and backslashes as a POSIX shell reads them: what Python's `shlex.split` makes of it.
 * Undefined where a quote is not closed, or a backslash has nothing behind it.
 */
export function shellWords(text: string): string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const unit = text.charAt(at);
    if (quote === "'") {
      if (unit === quote) {
        quote = '';
      } else {
        word += unit;
      }
    } else if (unit === '\\') {
      const next = text.charAt(++at);
      if (next === '') {
        return undefined;
      }
      // Between double quotes, a backslash stands for itself before most characters.
      word = (word ?? '') + (quote === '' || next === '"' || next === '\\' ? '' : '\\') + next;
    } else if (unit === '"' && quote !== '') {
      quote = '';
    } else if (quote === '' && (unit === '"' || unit === "'")) {
      quote = unit;
      word ??= '';
    } else if (quote === '' && /[ \t\r\n]/.test(unit)) {
      if (word !== undefined) {
        words.push(word);
      }
      word = undefined;
    } else {
      word = (word ?? '') + unit;
    }
  }
  if (quote !== '') {
    return undefined;
  }
  return word === undefined ? words : [...words, word];
}
