import assert from 'node:assert/strict';
import { shown } from '../../../src/base/shown.ts';

/** What VS Code makes links and icons of, in notifications and in quick picks. */
const LINK = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;
const ICON = /\$\([A-Za-z0-9-]+(?:~[A-Za-z]+)?\)/;

/** With what cannot be seen as numbers, for titles. */
const escaped = (text: string): string =>
  text.replace(/[^ -~]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);

describe('shown', () => {
  for (const name of [
    'corp',
    'PowerUserAccess+team=a,b.c@d_e-f',
    '[Prod] Billing (EU)',
    'http://[::1]:8080/start',
    'https://d-1234567890.awsapps.com/start',
    'Zertifizierungsstelle für 東京 مثال',
    'costs $5 (a day)',
  ]) {
    it(`leaves “${escaped(name)}” as it is`, () => assert.equal(shown(name), name));
  }

  for (const [text, expected] of [
    [
      'corp\n\nYour administrator has approved this portal',
      'corp Your administrator has approved this portal',
    ],
    ['a\u2028b\u2029c\u0085d\ve', 'a b c d e'],
    ['ad\u200bmin\u2060\ufeff', 'ad min'],
    ['\u202egnp.exe\u2066', 'gnp.exe'],
    ['a\u3164\u115f\u034f\u{e0041}b', 'a b'],
    ['tail \ud800', 'tail'],
    ['  many          spaces  ', 'many spaces'],
    ['\u200b\u200b', '…'],
    ['', ''],
  ] as const) {
    it(`shows ${escaped(text)} on one line, without what cannot be seen`, () =>
      assert.equal(shown(text), expected));
  }

  for (const text of [
    '[Sign in](command:workbench.action.terminal.new)',
    '[Sign in](https://evil.example "title")',
    '[a[b](command:x)](command:y)',
    '[\u200ba]\u200b(command:x)',
    ']\u200d[x](command:y)',
    '[Sign in][command:y)',
    '[Sign in][[command:y)',
  ]) {
    it(`makes no link of ${escaped(text)}, nor of what surrounds it`, () => {
      for (const whole of [shown(text), `[Open](${shown(text)})`, `${shown(text)} [Open Browser](x:y)`]) {
        assert.doesNotMatch(whole, LINK);
      }
      assert.doesNotMatch(shown(`${'x'.repeat(110)}${text}`), LINK);
    });
  }

  it('makes no link of any brackets, however they are put together', () => {
    const parts = ['[', ']', '(', ')', 'a', 'command:y', ' '];
    const digits = 7;
    for (let number = 0; number < parts.length ** digits; number += 5) {
      const text = Array.from(
        { length: digits },
        (_, at) => parts[Math.floor(number / parts.length ** at) % parts.length],
      );
      assert.doesNotMatch(shown(text.join('')), LINK, text.join(''));
    }
  });

  it('cannot reach into a link that follows', () => {
    const whole = `${shown('[evil')}. [Open Browser](command:ours)`;
    assert.equal(LINK.exec(whole)?.[1], 'Open Browser');
  });

  it('makes no icon', () => assert.doesNotMatch(shown('$(verified) corp $$(key)'), ICON));

  it('is no longer than it may be, and cuts no character in two', () => {
    assert.equal(shown('x'.repeat(121)), `${'x'.repeat(119)}…`);
    assert.equal(shown('😀'.repeat(10), 5), '😀😀😀😀…');
    assert.ok(shown('x'.repeat(10_000_000)).length <= 120);
  });

  it('changes nothing that has been made safe', () => {
    for (const text of ['[a](b)', '$(x)', '[[[', 'a\u202eb', 'x'.repeat(500)]) {
      assert.equal(shown(shown(text)), shown(text));
    }
  });
});
