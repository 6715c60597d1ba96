import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { type PastedInto, shellExports } from '../../../../src/aws/credentials/shellExports.ts';

const CREDENTIALS = {
  accessKeyId: 'ASIAEXAMPLE',
  secretAccessKey: 'wJalr/XUtn+FEMI==',
  sessionToken: 'IQoJb3JpZ2luX2Vj//8=',
  expiration: Date.UTC(2026, 10, 20, 8, 8, 21, 627),
};

describe('shellExports', () => {
  const texts: Record<PastedInto, string> = {
    bash: ` export AWS_ACCESS_KEY_ID='ASIAEXAMPLE'
 export AWS_SECRET_ACCESS_KEY='wJalr/XUtn+FEMI=='
 export AWS_SESSION_TOKEN='IQoJb3JpZ2luX2Vj//8='
 export AWS_CREDENTIAL_EXPIRATION='2026-11-20T08:08:21Z'
`,
    fish: ` set -gx AWS_ACCESS_KEY_ID 'ASIAEXAMPLE'
 set -gx AWS_SECRET_ACCESS_KEY 'wJalr/XUtn+FEMI=='
 set -gx AWS_SESSION_TOKEN 'IQoJb3JpZ2luX2Vj//8='
 set -gx AWS_CREDENTIAL_EXPIRATION '2026-11-20T08:08:21Z'
`,
    powershell: `$Env:AWS_ACCESS_KEY_ID = 'ASIAEXAMPLE'
$Env:AWS_SECRET_ACCESS_KEY = 'wJalr/XUtn+FEMI=='
$Env:AWS_SESSION_TOKEN = 'IQoJb3JpZ2luX2Vj//8='
$Env:AWS_CREDENTIAL_EXPIRATION = '2026-11-20T08:08:21Z'
`,
    cmd: `set "AWS_ACCESS_KEY_ID=ASIAEXAMPLE"\r
set "AWS_SECRET_ACCESS_KEY=wJalr/XUtn+FEMI=="\r
set "AWS_SESSION_TOKEN=IQoJb3JpZ2luX2Vj//8="\r
set "AWS_CREDENTIAL_EXPIRATION=2026-11-20T08:08:21Z"\r
`,
    json: `{
  "Version": 1,
  "AccessKeyId": "ASIAEXAMPLE",
  "SecretAccessKey": "wJalr/XUtn+FEMI==",
  "SessionToken": "IQoJb3JpZ2luX2Vj//8=",
  "Expiration": "2026-11-20T08:08:21Z"
}
`,
  };
  for (const [into, text] of Object.entries(texts) as [PastedInto, string][]) {
    it(`is text for ${into}`, () => assert.equal(shellExports(into, CREDENTIALS), text));
  }

  const regions: [PastedInto, string][] = [
    ['bash', " export AWS_REGION='eu-west-1'\n export AWS_DEFAULT_REGION='eu-west-1'\n"],
    ['fish', " set -gx AWS_REGION 'eu-west-1'\n set -gx AWS_DEFAULT_REGION 'eu-west-1'\n"],
    ['powershell', "$Env:AWS_REGION = 'eu-west-1'\n$Env:AWS_DEFAULT_REGION = 'eu-west-1'\n"],
    ['cmd', 'set "AWS_REGION=eu-west-1"\r\nset "AWS_DEFAULT_REGION=eu-west-1"\r\n'],
    ['json', ''],
  ];
  for (const [into, lines] of regions) {
    it(`sets the region for ${into}, ${lines ? 'to both names' : 'which has none'}`, () =>
      assert.equal(shellExports(into, CREDENTIALS, 'eu-west-1'), texts[into] + lines));
  }

  const quoted: [PastedInto, value: string, line: string][] = [
    ['bash', "a'b\\", " export AWS_SESSION_TOKEN='a'\\''b\\'"],
    ['fish', "a'b\\", " set -gx AWS_SESSION_TOKEN 'a\\'b\\\\'"],
    ['powershell', "a'b\u2018c\u2019d\u201ae\u201bf", "$Env:AWS_SESSION_TOKEN = 'a''b‘‘c’’d‚‚e‛‛f'"],
    ['cmd', 'a&b|c^d>e', 'set "AWS_SESSION_TOKEN=a&b|c^d>e"'],
    ['json', '"\n', '  "SessionToken": "\\"\\n",'],
  ];
  for (const [into, sessionToken, line] of quoted) {
    it(`quotes for ${into}`, () => {
      const lines = shellExports(into, { ...CREDENTIALS, sessionToken }).split(/\r?\n/);
      assert.ok(lines.includes(line), lines.join('\n'));
    });
  }

  const refused: Record<Exclude<PastedInto, 'json'>, string[]> = {
    bash: ['\n', '\r', '\0', '\t', '\x03', '\x1b', '\x7f', '\u009b', '\ud800'],
    fish: ['\n', '\x1b'],
    powershell: ['\n', '\x1b'],
    cmd: ['\n', '\r', '\x1a', '"', '%', '!'],
  };
  for (const [into, characters] of Object.entries(refused) as [PastedInto, string[]][]) {
    for (const character of characters) {
      it(`refuses ${JSON.stringify(character)} for ${into}, and quotes nothing of it`, () => {
        const secretAccessKey = `secret${character}key`;
        assert.throws(() => shellExports(into, { ...CREDENTIALS, secretAccessKey }), {
          code: 'Service',
          message:
            'The value of AWS_SECRET_ACCESS_KEY can’t be pasted safely. Copy the credentials as JSON instead.',
        });
      });
    }
  }

  it('refuses a region of the same kind', () => {
    assert.throws(() => shellExports('bash', CREDENTIALS, 'us-east-1\nls'), { code: 'Service' });
  });
});

/** Each reads commands from its standard input, as from somebody who pastes. */
const SHELLS: [into: PastedInto, command: string, ...args: string[]][] = [
  ['bash', 'bash', '--norc', '--noprofile'],
  ['bash', 'bash', '--norc', '--noprofile', '-i', '-o', 'histexpand'],
  ['bash', 'sh'],
  ['bash', 'zsh', '-f'],
  ['fish', 'fish', '--no-config'],
  ['powershell', 'pwsh', '-NoProfile', '-Command', '-'],
  ['cmd', 'cmd', '/d', '/q'],
];

describe('A shell reads what shellExports writes', function () {
  this.timeout(20_000);
  const PRINTABLE = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join('');
  const VALUES = [
    'wJalr/XUtn+FEMI==',
    PRINTABLE,
    `${PRINTABLE}${PRINTABLE}`,
    "'; echo broken; '",
    '$(echo broken) `echo broken` ${HOME} $HOME $Env:HOME',
    "\\'\\",
    "''",
    '!! !$ !echo ^a^b',
    '%PATH% %%PATH%%',
    '"&echo broken&"',
    '“typographic” ‘quotes’ ‚and‛ é 😀',
  ];
  const environment = {
    PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env['PATH'] ?? ''}`,
    HOME: '/nowhere',
    LANG: 'C.UTF-8',
    SystemRoot: process.env['SystemRoot'] ?? '',
  };
  const run = (command: string, args: string[], input: string) =>
    spawnSync(command, args, { input, encoding: 'utf8', env: environment, timeout: 15_000 });

  for (const [into, command, ...args] of SHELLS) {
    const name = [command, ...args].join(' ');
    if (run(command, args, 'exit\n').error) {
      it(`${name} is not installed here`);
      continue;
    }
    for (const value of VALUES.filter((value) => into !== 'cmd' || !/["%!]/.test(value))) {
      it(`${name}: ${value}`, () => {
        const credentials = { ...CREDENTIALS, secretAccessKey: value, sessionToken: value };
        const print = 'node -p "JSON.stringify(process.env)"\n';
        const { stdout, stderr } = run(command, args, shellExports(into, credentials, 'eu-west-1') + print);
        const printed = stdout.split(/\r?\n/).find((line) => line.startsWith('{')) ?? '{}';
        const {
          AWS_ACCESS_KEY_ID,
          AWS_SECRET_ACCESS_KEY,
          AWS_SESSION_TOKEN,
          AWS_REGION,
          AWS_DEFAULT_REGION,
        } = JSON.parse(printed) as Record<string, string>;
        assert.deepEqual(
          [AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_REGION, AWS_DEFAULT_REGION],
          ['ASIAEXAMPLE', value, value, 'eu-west-1', 'eu-west-1'],
          stderr,
        );
      });
    }
  }
});
