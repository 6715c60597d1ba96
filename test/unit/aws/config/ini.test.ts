import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadSharedConfigFiles } from '@smithy/shared-ini-file-loader';
import { type IniSetting, parseIni } from '../../../../src/aws/config/ini.ts';

/** Values by header and key; an object where settings are nested. */
function read(text: string): Record<string, Record<string, unknown>> {
  const plain = ({ value, deeper }: IniSetting): unknown =>
    value === '' && deeper ? Object.fromEntries([...deeper].map(([key, one]) => [key, one.value])) : value;
  return Object.fromEntries(
    [...parseIni(text, 'f').sections].map(([header, { settings }]) => [
      header,
      Object.fromEntries([...settings].map(([key, setting]) => [key, plain(setting)])),
    ]),
  );
}

function problems(text: string): string[] {
  return parseIni(text, 'f').problems.map(({ line, sentence }) => `${line}: ${sentence}`);
}

describe('parseIni', () => {
  describe('reads what the AWS SDK for JavaScript reads', () => {
    const FILES: Record<string, string> = {
      'plain sections': '[default]\nregion = a\n[profile x]\nregion=b\n[sso-session y]\nsso_region = c\n',
      'comments behind blanks only':
        '# one\n; two\n  # three\n[profile x] ; four\na = 1 # five\nb = 2;six#\nc\t=\t3\t; seven\nd = https://h/#/\n',
      'blanks and tabs': '\n \t\n[profile x]\n\ta =  1\t2  \n\tb=3\n\t\nc = 4\n',
      'equals signs, quotes and brackets in values': '[profile x]\na = b = c\nd = "e"\nf = [g]\n',
      'Windows line ends': '[profile x]\r\na = 1\r\nb = 2\r\n',
    };
    const folder = mkdtempSync(path.join(tmpdir(), 'config-'));
    const filepath = path.join(folder, 'config');
    after(() => rmSync(folder, { recursive: true }));
    for (const [what, text] of Object.entries(FILES)) {
      it(what, async () => {
        writeFileSync(filepath, text);
        const { configFile } = await loadSharedConfigFiles({
          filepath,
          configFilepath: filepath,
          ignoreCache: true,
        });
        const ours = Object.entries(read(text)).map(([header, settings]) => [
          header.replace('profile ', '').replace(' ', '.'),
          settings,
        ]);
        assert.ok(ours.length > 0);
        assert.deepEqual(Object.fromEntries(ours), configFile);
        assert.deepEqual(problems(text), []);
      });
    }
  });

  describe('takes a line for part of a setting when it is indented deeper than its key', () => {
    const FILES: [string, string, Record<string, unknown>][] = [
      ['nested settings', '[x]\ns3 =\n  a = 1\n\n  b: c = 2\nd = 3', { s3: { a: '1', 'b: c': '2' }, d: '3' }],
      ['a whole file that is indented', '  [x]\n  s3 =\n    a = 1\n  b = 2', { s3: { a: '1' }, b: '2' }],
      ['an empty key and others as deep', '[x]\n  a =\n  b = 2\n  c =\n', { a: '', b: '2', c: '' }],
      [
        'a value of several lines',
        '[x]\na = 1\n  b = 2 # c\n# d\n\n  e\nf = 3',
        { a: '1\nb = 2\ne', f: '3' },
      ],
      ['a comment in place of a value', '[x]\ns3 = # mine\n  a = 1', { s3: { a: '1' } }],
      [
        'lines that come back in two steps',
        '[x]\n a =\n   b = 1\n  c = 2\n d = 3',
        { a: { b: '1', c: '2' }, d: '3' },
      ],
      ['keys that stand deeper than the header', '[x]\n    a = 1\n  b = 2', { a: '1', b: '2' }],
    ];
    for (const [what, text, expected] of FILES) {
      it(what, () => {
        assert.deepEqual(read(text), { x: expected });
        assert.deepEqual(problems(text), []);
      });
    }
  });

  it('reads keys in any case, up to an equals sign or a colon', () => {
    assert.deepEqual(read('[x]\nSSO_Region: a\nB=c:d\ne : f = g'), {
      x: { sso_region: 'a', b: 'c:d', e: 'f = g' },
    });
  });

  it('reads headers up to their last bracket, and comments behind them', () => {
    const headers = ['[a [b] c]', '[d];e', '[f] # g [h]', '[i] j', '[ k ]', '[l]]', "[m 'n #1']"];
    const expected = ['a [b] c', 'd', 'f', 'i', ' k ', 'l]', "m 'n #1'"];
    assert.deepEqual(Object.keys(read(headers.join('\n'))), expected);
  });

  it('knows line ends of all kinds', () => {
    const { sections } = parseIni('# a\r[x]\r\n\r\na = 1\rb = 2\n', 'f');
    const setting = (line: number, value: string) => ({ file: 'f', line, value, written: value });
    const settings = new Map([
      ['a', setting(4, '1')],
      ['b', setting(5, '2')],
    ]);
    assert.deepEqual([...sections], [['x', { header: 'x', file: 'f', line: 2, settings }]]);
  });

  it('keeps a comment in what is written, and knows the line from which a value goes on', () => {
    const setting = parseIni('[x]\na = 1 # b\n\n  c = 2 ; d', 'f').sections.get('x')?.settings.get('a');
    assert.equal(setting?.value, '1\nc = 2');
    assert.equal(setting.written, '1 # b\nc = 2 ; d');
    assert.equal(setting.deeperLine, 4);
    assert.equal(setting.deeper?.get('c')?.value, '2');
  });

  it('takes [DEFAULT] for the defaults of all sections', () => {
    assert.deepEqual(read('[x]\na = 1\n[DEFAULT]\na = 2\nb = 3\n[y]\n'), {
      x: { a: '1', b: '3' },
      y: { a: '2', b: '3' },
    });
  });

  it('takes names of properties for names', () => {
    assert.deepEqual([...parseIni('[__proto__]\n__proto__ = 1', 'f').sections.keys()], ['__proto__']);
  });

  describe('tells of what the AWS CLI refuses, and reads the rest', () => {
    const rest = { x: { a: '1', b: '2' } };
    const CASES: [string, string, string, Record<string, unknown>][] = [
      [
        'a line that is nothing',
        '[x]\na = 1\nnonsense\nb = 2',
        '3: This is neither a [section] nor “key = value” nor a comment, so the AWS CLI can’t read the file. Correct or remove the line.',
        rest,
      ],
      [
        'a setting without key',
        '[x]\na = 1\n= c\nb = 2',
        '3: This is neither a [section] nor “key = value” nor a comment, so the AWS CLI can’t read the file. Correct or remove the line.',
        rest,
      ],
      [
        'a nested line that is no setting',
        '[x]\na = 1\nb =\n  c',
        '4: This is neither a [section] nor “key = value” nor a comment, so the AWS CLI can’t read the file. Correct or remove the line.',
        { x: { a: '1', b: '' } },
      ],
      [
        'a section that is not closed, with what follows',
        '[x]\na = 1\nb = 2\n[y\na = 3',
        '4: The section has no closing bracket. Add it.',
        rest,
      ],
      [
        'a section that begins twice',
        '[x]\na = 1\n\n[x]\nb = 2',
        '4: The section [x] is in line 1 already, so the AWS CLI can’t read the file. Make them one.',
        rest,
      ],
      [
        'a setting that is there twice',
        '[x]\na = 0\nb = 2\nA = 1',
        '4: a is set in line 2 already, so the AWS CLI can’t read the file. Remove one of the lines.',
        rest,
      ],
      [
        'what is above the first section',
        'c = 3\n[x]\na = 1\nb = 2',
        '1: This is above the first [section], so the AWS CLI can’t read the file. Move or remove the line.',
        rest,
      ],
      [
        'a byte order mark',
        '\uFEFF[x]\na = 1\nb = 2',
        '1: The file begins with a byte order mark, so the AWS CLI can’t read it. Save the file as UTF-8 without one.',
        rest,
      ],
    ];
    for (const [what, text, sentence, expected] of CASES) {
      it(what, () => {
        assert.deepEqual(problems(text), [sentence]);
        assert.deepEqual(read(text), expected);
      });
    }
  });

  const LONG: [string, (count: number) => string][] = [
    [
      'sections',
      (count) => Array.from({ length: count }, (_, at) => `[profile p${at}]\nregion = a\n`).join(''),
    ],
    ['nested lines', (count) => `[x]\ns3 =\n${'  a = b\n'.repeat(count)}`],
    ['lines of one value', (count) => `[x]\na = b\n${'  c # d\n'.repeat(count)}`],
    ['blanks', (count) => `[x]${' '.repeat(count * 20)}\na = b${' '.repeat(count * 20)}c ;\n`],
    ['brackets', (count) => `[${'] '.repeat(count * 10)}]\n`],
    ['problems', (count) => `[x]\n${'a = b\n'.repeat(count)}`],
  ];
  for (const [what, textOf] of LONG) {
    it(`takes time in proportion to the length: ${what}`, () => {
      const text = textOf(100_000);
      const before = process.cpuUsage();
      parseIni(text, 'f');
      const { user, system } = process.cpuUsage(before);
      // A tenth of that, as a rule; some ten seconds, if it grew with the square of the length.
      assert.ok(user + system < 2e6, `${(user + system) / 1000} ms`);
    });
  }
});
