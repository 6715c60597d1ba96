import * as l10n from '@vscode/l10n';
import type { IniProblem } from './ini.ts';

/** The text of a file, with a byte order mark. A file in UTF-16 has none, since no client reads it. */
export function decodeText(bytes: Uint8Array): { text: string; problems: IniProblem[] } {
  if (isUtf16(bytes)) {
    const sentence = l10n.t('The file is UTF-16, which no AWS client can read. Save it as UTF-8.');
    return { text: '', problems: [{ line: 1, sentence }] };
  }
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const at = text.indexOf('\uFFFD');
  if (at < 0 || isUtf8(bytes)) {
    return { text, problems: [] };
  }
  const line = text.slice(0, at).split(/\r\n|\n|\r/).length;
  return {
    text,
    problems: [{ line, sentence: l10n.t('The line isn’t UTF-8 text. Save the file as UTF-8.') }],
  };
}

/** With a byte order mark, or by the NUL that every other byte of plain text is. */
function isUtf16([first, second]: Uint8Array): boolean {
  return (
    (first === 0xff && second === 0xfe) ||
    (first === 0xfe && second === 0xff) ||
    (first === 0) !== (second === 0)
  );
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
