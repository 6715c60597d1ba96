import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import * as l10n from '@vscode/l10n';
import { withShownArguments } from '../../../src/base/withShownArguments.ts';
import { unexpectedAnswer } from '../../../src/aws/services/serviceError.ts';

const t = withShownArguments(l10n.t);
const HOSTILE = '[Sign in](command:evil)\n\u202e$(verified)';
const SAFE = '(Sign in)(command:evil) $ (verified)';

type Text = string | { readonly message: string };

describe('withShownArguments', () => {
  it('shows arguments by position', () => assert.equal(t('To {0}, {1}', HOSTILE, 5), `To ${SAFE}, 5`));

  it('shows arguments by name', () => assert.equal(t('To {name}', { name: HOSTILE }), `To ${SAFE}`));

  it('shows arguments beside a comment', () => {
    assert.equal(t({ message: 'To {0}', args: [HOSTILE], comment: [] }), `To ${SAFE}`);
    assert.equal(t({ message: 'To {name}', args: { name: HOSTILE }, comment: [] }), `To ${SAFE}`);
  });

  it('leaves templates as they are, with their links and icons', () => {
    assert.equal(t('$(add) Another…'), '$(add) Another…');
    assert.equal(
      t({ message: '[Open]({0})\n{1}', args: ['command:ours?%5B%22x%22%5D', 'y'], comment: [] }),
      '[Open](command:ours?%5B%22x%22%5D)\ny',
    );
  });

  it('stands behind the sentences of the sources, in tests as in the bundles', () => {
    assert.doesNotMatch(unexpectedAnswer('[a](command:x)').message, /\]\(/);
    const bundles = readFileSync('scripts/bundles.ts', 'utf8');
    assert.match(bundles, /alias: \{ '@vscode\/l10n': '\.\/src\/features\/ui\/l10n\.ts' \}/);
  });

  const templates = Object.values(
    JSON.parse(readFileSync('l10n/bundle.l10n.json', 'utf8')) as Record<string, Text>,
  ).map((text) => (typeof text === 'string' ? text : text.message));

  it('leaves no template a gap through which arguments make a link or an icon together', () => {
    const linksAndIcons = (text: string): number =>
      Array.from(text.matchAll(/\[[^\]]+\]\([^)\s]+|\$\([\w-]+/g)).length;
    const pieces = ['[x](command:evil)', '[x', ']', '(command:evil)', '$', 'key)'];
    for (const template of templates) {
      const own = linksAndIcons(template);
      for (const one of pieces) {
        for (const other of pieces) {
          const filled = t(template, ...[one, other, one, other, one, other]);
          assert.ok(linksAndIcons(filled) <= own, filled);
        }
      }
    }
  });
});
