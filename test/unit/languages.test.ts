import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../..');
type Texts = Readonly<Record<string, string>>;

/** How much longer than English a text may be: buttons and status bars have no room for more. */
const LANGUAGES: Readonly<Record<string, number>> = { de: 1.8, es: 1.8, ja: 1.2, 'zh-cn': 1 };

/** A text with a comment for translators is an object. */
function readTexts(file: string): Texts {
  const json = JSON.parse(readFileSync(path.join(root, file), 'utf8')) as Record<
    string,
    string | { readonly message: string }
  >;
  return Object.fromEntries(
    Object.entries(json).map(([key, text]) => [key, typeof text === 'string' ? text : text.message]),
  );
}

/** What a translation has to keep: placeholders, icons, targets of links, code. */
function kept(text: string): string[] {
  return (text.match(/\{\d+\}|\$\([\w~-]+\)|\]\([^)]*\)|`[^`]*`|\*\*/g) ?? []).sort();
}

/** Two lines, one link: whatever the editor renders line by line stays so. */
const lines = (text: string): number => text.split('\n').length;

describe('The translations', () => {
  for (const [english, named] of [
    ['l10n/bundle.l10n.json', (language: string) => `l10n/bundle.l10n.${language}.json`],
    ['package.nls.json', (language: string) => `package.nls.${language}.json`],
  ] as const) {
    for (const [language, longest] of Object.entries(LANGUAGES)) {
      const file = named(language);

      it(`${file} has each text, and no other`, () => {
        assert.deepEqual(Object.keys(readTexts(file)).sort(), Object.keys(readTexts(english)).sort());
      });

      it(`${file} keeps placeholders, links, icons and lines`, () => {
        const translated = readTexts(file);
        for (const [key, text] of Object.entries(readTexts(english))) {
          const translation = translated[key] ?? '';
          assert.deepEqual(kept(translation), kept(text), `${key}: ${translation}`);
          assert.equal(lines(translation), lines(text), `${key}: ${translation}`);
          assert.equal(translation, translation.trim(), key);
        }
      });

      it(`${file} begins with the code where English does, so that it's in one piece however narrow it is`, () => {
        const translated = Object.entries(readTexts(file)).filter(([key]) =>
          key.startsWith('{0} is your code'),
        );
        translated.forEach(([, text]) => assert.match(text, /^\{0\}/));
      });

      it(`${file} fits where English does`, () => {
        const translated = readTexts(file);
        const tooLong = Object.entries(readTexts(english)).filter(
          ([key, text]) => (translated[key] ?? '').length > Math.max(text.length * longest, text.length + 14),
        );
        assert.deepEqual(
          tooLong.map(([key]) => `${key}: ${translated[key] ?? ''}`),
          [],
        );
      });

      it(`${file} is in another language`, () => {
        const translated = readTexts(file);
        const texts = Object.entries(readTexts(english)).filter(([, text]) =>
          /[a-z]{3,} [a-z]{3,}/.test(text),
        );
        const same = texts.filter(([key, text]) => translated[key] === text);
        assert.ok(same.length < texts.length / 50, same.map(([key]) => key).join('\n'));
      });
    }
  }

  it('are all packaged', () => {
    const { files } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
      readonly files: readonly string[];
    };
    const there = [
      ...readdirSync(path.join(root, 'l10n')).map((name) => `l10n/${name}`),
      ...readdirSync(root),
    ]
      .filter((name) => /(^|\/)(bundle\.l10n|package\.nls)\.[\w-]+\.json$/.test(name))
      .sort();
    assert.ok(there.every((name) => existsSync(path.join(root, name))));
    assert.equal(there.length, 2 * Object.keys(LANGUAGES).length);
    assert.deepEqual(
      there.filter((name) => !files.includes(name)),
      [],
    );
  });
});
