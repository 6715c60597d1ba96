import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadSharedConfigFiles } from '@smithy/shared-ini-file-loader';
import { configSections } from '../../../../src/aws/config/configSections.ts';

const FILES: Record<string, string> = {
  'plain sections': '[default]\nregion = a\n[profile x]\nregion=b\n[sso-session y]\nsso_region = c\n',
  'names in quotes': '[profile "x"]\nregion = a\n[sso-session \'y\']\nsso_region = b\n',
  'comments behind blanks only':
    '# one\n; two\n  # three\n[profile x] ; four\na = 1 # five\nb = 2;six#\nc\t=\t3\t; seven\nd = https://h/#/\n',
  'blanks and tabs': '\n \t\n[profile x]\n\t a =  1\t2  \n  b=3\n\t\nc = 4\n',
  'equals signs, quotes and brackets in values': '[profile x]\na = b = c\nd = "e"\nf = [g]\n= h\n',
  'nested settings':
    '[profile x]\ns3 =\n  sso_region = a\n\n  b = c\nsso_region = d\n[profile y]\n  e =\n  f = g\n',
  'settings set twice, and sections begun twice':
    '[profile x]\na = 1\na = 2\nb = 3\n[profile y]\nc = 4\n[profile x]\nb = 5\n',
  'a byte order mark and Windows line ends': '\uFEFF[profile x]\r\na = 1\r\n  b = 2\r\n',
  'settings before any section': 'a = 1\n[profile x]\nb = 2\n',
  'lines that are nothing': '[profile x]\na = 1\nnonsense\nb: 2\nc = 3\n',
  'sections of other kinds':
    '[services x]\na = 1\n[preview]\nb = 2\n[plugins of x]\nc = 3\n[profile y]\nd = 4\n',
};

describe('configSections', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'config-'));
  const file = path.join(folder, 'config');
  after(() => rmSync(folder, { recursive: true }));

  for (const [what, text] of Object.entries(FILES)) {
    it(`reads what the SDKs read: ${what}`, async () => {
      writeFileSync(file, text);
      const options = { filepath: file, configFilepath: file, ignoreCache: true };
      const { configFile } = await loadSharedConfigFiles(options);
      const theirs = Object.entries(configFile).map(([name, settings]) => {
        const own = Object.entries(settings ?? {}).filter(([key]) => !key.includes('.'));
        return [name, Object.fromEntries(own)] as const;
      });
      const ours = configSections(text)
        .sections.filter(({ kind }) => ['profile', 'sso-session', 'services'].includes(kind))
        .map(({ kind, name, settings }) => {
          const own = [...settings].map(([key, { value }]): [string, string] => [key, value]);
          return [kind === 'profile' ? name : `${kind}.${name}`, Object.fromEntries(own)] as const;
        });
      assert.ok(theirs.length > 0);
      assert.deepEqual(Object.fromEntries(ours), Object.fromEntries(theirs));
    });
  }

  it('knows the lines, from 1', () => {
    const { sections } = configSections('\uFEFF# a\r\n[profile x]\r\n\r\na = 1\r\n');
    const settings = new Map([['a', { value: '1', line: 4 }]]);
    assert.deepEqual(sections, [{ kind: 'profile', name: 'x', line: 2, settings }]);
  });

  it('reads names with blanks, with letters beyond ASCII, and of properties of objects', () => {
    const headers = ['sso-session "my corp"', 'sso-session my corp', 'profile  büro ', 'profile __proto__'];
    const named = headers.map((header) => configSections(`[${header}]`).sections[0]);
    assert.deepEqual(
      named.map((section) => [section?.kind, section?.name]),
      [
        ['sso-session', 'my corp'],
        ['sso-session', 'my corp'],
        ['profile', 'büro'],
        ['profile', '__proto__'],
      ],
    );
  });

  const problems: [string, string, string][] = [
    [
      'a line that is nothing',
      '[profile x]\na = 1\nnonsense\nb = 2',
      'Line 3 of the AWS config file is neither a [section] nor “key = value” nor a comment. Correct or remove it.',
    ],
    [
      'a section that is not closed',
      '[profile x]\na = 1\nb = 2\n[profile y\na = 3',
      'Line 4 of the AWS config file begins a section, but does not end with “]”. Add it.',
    ],
    [
      'a section that begins twice',
      '[profile x]\na = 1\n\n[profile x]\nb = 2',
      'Line 4 of the AWS config file begins the section “profile x” of line 1 again. Make them one.',
    ],
  ];
  for (const [what, text, sentence] of problems) {
    it(`tells of ${what}, and keeps the rest`, () => {
      const { sections, problems } = configSections(text);
      assert.deepEqual(problems, [sentence]);
      const values = sections.map(({ settings }) => [...settings].map(([key, { value }]) => key + value));
      assert.deepEqual(values, [['a1', 'b2']]);
    });
  }

  it('says nothing of lines that continue a value', () => {
    assert.deepEqual(configSections('[profile x]\na = 1\n  more of it\n\tand more\n').problems, []);
  });
});
