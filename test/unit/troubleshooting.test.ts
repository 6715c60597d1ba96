import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

describe('The page about troubleshooting', () => {
  it('quotes only what the extension says', () => {
    const strings = JSON.parse(read('l10n/bundle.l10n.json')) as Record<string, unknown>;
    const said = Object.keys(strings).map((key) => key.split('/')[0]?.replace(/\{\d\}/g, '#') ?? '');
    const quotes = [...read('docs/troubleshooting.md').matchAll(/^\| (.*?) \| /gm)].flatMap(([, seen = '']) =>
      [...seen.matchAll(/“(.*?)”(?=,| |$)/g)].map(([, quote = '']) => quote),
    );
    assert.ok(quotes.length > 15, `${quotes.length} quotes`);
    const unknown = quotes.filter((quote) => {
      // “…” stands for whatever is in its place.
      const pattern = new RegExp(`^${quote.split('…').map(escaped).join('.+')}$`, 's');
      return !said.some((text) => pattern.test(text));
    });
    assert.deepEqual(unknown, []);
  });
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
