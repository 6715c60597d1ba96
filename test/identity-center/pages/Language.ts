import { preferredLanguage } from '../texts/acceptLanguage.ts';
import { ENGLISH, translations } from '../texts/texts.ts';
import { html, type Html } from './html.ts';
import type { Text } from '../texts/texts.ts';
import type { ReceivedRequest } from '../wire/receivedRequest.ts';

/** The language of a page. */
export interface Language {
  /** For `lang` and Content-Language. */
  readonly tag: string;
  /** The text in this language, with the insertions in place of `{0}`, `{1}` … */
  readonly t: (english: Text, ...insertions: readonly (string | Html)[]) => Html;
}

/** The language that the browser asks for, else English. */
export function languageOf({ headers }: Pick<ReceivedRequest, 'headers'>): Language {
  const subtag = preferredLanguage(headers['accept-language'], [ENGLISH, ...Object.keys(translations)]);
  const translation = translations[subtag];
  return {
    tag: translation?.tag ?? ENGLISH,
    t: (english, ...insertions) => filled(translation?.texts[english] ?? english, insertions),
  };
}

function filled(text: string, insertions: readonly (string | Html)[]): Html {
  const parts = text.split(/\{(\d)\}/);
  return html`${parts.map((part, index) => html`${index % 2 === 0 ? part : (insertions[Number(part)] ?? '')}`)}`;
}
