import de from './de.json' with { type: 'json' };
import es from './es.json' with { type: 'json' };
import ja from './ja.json' with { type: 'json' };
import zhCn from './zh-cn.json' with { type: 'json' };

/** A text of the pages in English, by which its translations are found. */
export type Text = keyof typeof de;

export const ENGLISH = 'en';

/** By primary language subtag: the tag of the language (RFC 5646), and its texts. */
export const translations: Readonly<
  Record<string, { readonly tag: string; readonly texts: Readonly<Record<Text, string>> }>
> = {
  de: { tag: 'de', texts: de },
  es: { tag: 'es', texts: es },
  ja: { tag: 'ja', texts: ja },
  zh: { tag: 'zh-CN', texts: zhCn },
};
