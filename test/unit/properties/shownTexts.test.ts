import assert from 'node:assert/strict';
import fc from 'fast-check';
import { AwsSsoError } from '../../../src/base/errors.ts';
import { serviceError } from '../../../src/aws/services/serviceError.ts';
import { shown } from '../../../src/base/shown.ts';
import { foreignSentence } from '../../../src/http/failures/networkError.ts';
import { withShownArguments } from '../../../src/base/withShownArguments.ts';

/** What VS Code makes links and icons of, and what breaks a line or turns it around. */
const LINK = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;
const ICON = /\$\([A-Za-z0-9-]+(?:~[A-Za-z]+)?\)/;
const UNFIT = /[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** Made of the pieces that links and icons are made of, more often than of anything else. */
const pieces = fc.constantFrom(
  ...[
    '[',
    ']',
    '(',
    ')',
    '$(',
    '](',
    '[x](command:y)',
    'command:a',
    'https://x',
    '\n',
    '\r',
    '\u2028',
    '\u202e',
  ],
  ...['\u200b', '\\', ' ', '"t"', '$(bug)', '`', '<a href="x">', '&#91;', '\ud83d', '\u0000'],
);
const foreign = fc
  .array(
    fc.oneof({ weight: 3, arbitrary: pieces }, { weight: 1, arbitrary: fc.string({ unit: 'binary' }) }),
    {
      maxLength: 12,
    },
  )
  .map((parts) => parts.join(''));

function assertHarmless(text: string): void {
  assert.doesNotMatch(text, LINK);
  assert.doesNotMatch(text, ICON);
  assert.doesNotMatch(text, UNFIT);
}

describe('A text from outside', () => {
  it('renders as no link and no icon, and breaks no line', () =>
    fc.assert(
      fc.property(foreign, fc.integer({ min: 1, max: 200 }), (text, length) => {
        const line = shown(text, length);
        assertHarmless(line);
        assert.ok([...line].length <= 2 * length + 1, 'It is longer than it may be');
      }),
      { numRuns: 3_000 },
    ));

  it('does no more between others of its kind in a sentence', () => {
    const fill = withShownArguments((template: string, ...args: string[]) =>
      template.replace(/\{(\d)\}/g, (_, at) => args[Number(at)] ?? ''),
    );
    const template = fc.constantFrom('{0} ({1})', '“{0}” · {1}', '{0}: {1}', '{0} [Open](x:y) {1}');
    fc.assert(
      fc.property(template, foreign, foreign, (sentence, one, other) =>
        assertHarmless(fill(sentence, one, other).replace('[Open](x:y)', '')),
      ),
      { numRuns: 3_000 },
    );
  });

  it('does no more in the sentence of an error of AWS, or of who answers in its place', () =>
    fc.assert(
      fc.property(foreign, foreign, fc.integer({ min: 300, max: 599 }), (name, text, status) => {
        const response = {
          status,
          header: (asked: string) =>
            ({ 'x-amzn-errortype': name, 'x-amzn-requestid': text, server: text })[asked],
          body: JSON.stringify({ error: name, error_description: text, message: text, __type: name }),
        };
        for (const service of ['sso-oidc', 'sso', 'signin', 'sts'] as const) {
          const error = serviceError(service, response, 'aws.example');
          assert.ok(error instanceof AwsSsoError);
          assertHarmless(error.message);
        }
        assertHarmless(foreignSentence('aws.example', text));
      }),
      { numRuns: 1_000 },
    ));
});
