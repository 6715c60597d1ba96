import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  ownShell,
  ownTerminalId,
  type Shell,
  SHELL_SCRIPT,
} from '../../../../../src/features/terminals/own/ownShell.ts';

const OWN = {
  AWS_ACCESS_KEY_ID: '',
  AWS_SECRET_ACCESS_KEY: '',
  AWS_SESSION_TOKEN: '',
  AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:4711/role/s1/111122223333/Own',
  AWS_CONTAINER_AUTHORIZATION_TOKEN: 'own\'$(touch x)`"!',
  AWS_REGION: 'eu-central-1',
  AWS_DEFAULT_REGION: 'eu-central-1',
};

/** What VS Code adds for the role of the window, after the variables of the terminal. */
const OF_WINDOW: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'no role': {},
  'a live role': {
    AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:1/role/s1/444455556666/Window',
    AWS_CONTAINER_AUTHORIZATION_TOKEN: 'window',
    AWS_REGION: 'us-west-2',
    AWS_PROFILE: 'aws-sso-terminals',
  },
  'a role in variables': {
    AWS_ACCESS_KEY_ID: 'ASIAWINDOW',
    AWS_SECRET_ACCESS_KEY: 'window',
    AWS_SESSION_TOKEN: 'window',
    AWS_CREDENTIAL_EXPIRATION: '2030-01-01T00:00:00Z',
  },
};

/** The shells of this machine that have shell integration, or do without. */
const SHELLS = ['/bin/sh', '/bin/bash', '/usr/bin/zsh'].filter(existsSync);

describe('The shell of a terminal with a role of its own', () => {
  let folder: string;
  let script: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'own-shell-'));
    script = path.join(folder, 'the shell');
    writeFileSync(script, SHELL_SCRIPT);
    chmodSync(script, 0o700);
  });
  after(() => rmSync(folder, { recursive: true }));

  /** The environment that the shell has in a terminal, by what VS Code adds to it. */
  function environment(
    file: string,
    added: Readonly<Record<string, string>>,
    variables: Readonly<Record<string, string>> = OWN,
    by: string | undefined = script,
    inherited: Readonly<Record<string, string>> = {},
  ): Readonly<Record<string, string>> {
    const shell: Shell = { file, args: ['-c', 'env -0; printf "arg=%s\\0" "$1"', 'shell', 'an argument'] };
    const { shellPath, shellArgs, env } = ownShell('id-1', variables, {
      shell,
      script: by,
      platform: 'linux',
    });
    const replace = Object.entries(added).map(([name, value]) => `${name}=${value.replaceAll(':', '\\x3a')}`);
    const { stdout, stderr } = spawnSync(shellPath, shellArgs as string[], {
      encoding: 'utf8',
      env: {
        PATH: process.env['PATH'] ?? '',
        // Start-up files of whoever runs the tests are none of its business.
        HOME: folder,
        ...inherited,
        ...env,
        ...added,
        VSCODE_ENV_REPLACE: ['OTHER=a*b', ...replace].join(':'),
      },
    });
    assert.equal(stderr, '');
    const entries = stdout.split('\0').filter(Boolean);
    return Object.fromEntries(
      entries.map((entry): [string, string] => {
        const [name = '', ...value] = entry.split('=');
        return [name, value.join('=')];
      }),
    );
  }

  for (const [of, added] of Object.entries(OF_WINDOW)) {
    for (const file of SHELLS) {
      it(`has its role in ${path.basename(file)}, though the window has ${of}`, () => {
        for (const by of [script, undefined]) {
          const env = environment(file, added, OWN, by);
          for (const [name, value] of Object.entries(OWN)) {
            assert.equal(env[name], value, name);
          }
          assert.equal(env['AWS_CREDENTIAL_EXPIRATION'], undefined);
          assert.equal(env['arg'], 'an argument');
        }
      });
    }
  }

  it('leaves nothing of it under another name, nor in an argument', () => {
    const env = environment('/bin/sh', {});
    assert.deepEqual(
      Object.keys(env).filter((name) => name.startsWith('AWS_SSO_')),
      [],
    );
    const { shellPath, shellArgs } = ownShell('id-1', OWN, {
      shell: { file: '/bin/sh', args: [] },
      script: undefined,
      platform: 'linux',
    });
    assert.doesNotMatch([shellPath, ...shellArgs].join(' '), /own'|4711/);
  });

  it('has shell integration set its variables again, in the place of those of the window', () => {
    const again = environment('/bin/sh', OF_WINDOW['a live role'] ?? {})['VSCODE_ENV_REPLACE'] ?? '';
    assert.match(again, /^OTHER=a\*b:AWS_ACCESS_KEY_ID=:/);
    assert.match(again, /:AWS_CONTAINER_CREDENTIALS_FULL_URI=http\\x3a\/\/127\.0\.0\.1\\x3a4711\//);
    assert.doesNotMatch(again, /[Ww]indow|us-west-2|aws-sso-terminals/);
  });

  it('keeps a profile that is not in the way, and has no region where it has none', () => {
    const own = Object.fromEntries(Object.entries(OWN).filter(([name]) => !name.endsWith('REGION')));
    const env = environment('/bin/sh', { AWS_REGION: 'us-west-2' }, own, script, { AWS_PROFILE: 'plain' });
    assert.equal(env['AWS_PROFILE'], 'plain');
    assert.equal(env['AWS_REGION'], undefined);
    const withProfile = environment('/bin/sh', {}, { ...OWN, AWS_PROFILE: 'empty' }, script, {
      AWS_PROFILE: 'x',
    });
    assert.equal(withProfile['AWS_PROFILE'], 'empty');
  });

  it('is the user’s own shell on a machine that is not known', () => {
    const { shellPath, shellArgs } = ownShell('id-1', OWN, {
      shell: undefined,
      script: undefined,
      platform: 'win32',
    });
    const options = { encoding: 'utf8', env: { SHELL: '/bin/echo' } } as const;
    assert.equal(spawnSync(shellPath, [...(shellArgs as string[]), 'started'], options).stdout, 'started\n');
  });

  it('is started by cmd.exe on Windows, values in the environment only', () => {
    const { shellPath, shellArgs, env } = ownShell('id-1', OWN, {
      shell: {
        file: String.raw`C:\100%! sure\7\pwsh.exe`,
        args: ['-NoLogo', '', 'say "hi!" & %PATH%', String.raw`a\"b\ c`, 'C:\\'],
      },
      script: undefined,
      platform: 'win32',
    });
    assert.equal(shellPath, 'cmd.exe');
    const line = shellArgs as string;
    assert.match(line, /^\/d \/v:on \/c set "AWS_ACCESS_KEY_ID=!AWS_SSO_TERMINAL_AWS_ACCESS_KEY_ID!"&/);
    assert.match(line, /&set "AWS_CREDENTIAL_EXPIRATION=!AWS_SSO_TERMINAL_AWS_CREDENTIAL_EXPIRATION!"&/);
    assert.match(line, /&set "VSCODE_ENV_REPLACE="&"!AWS_SSO_TERMINAL_SHELL!" !AWS_SSO_TERMINAL_ARGUMENTS!$/);
    assert.equal(env['AWS_SSO_TERMINAL_SHELL'], String.raw`C:\100%! sure\7\pwsh.exe`);
    assert.equal(
      env['AWS_SSO_TERMINAL_ARGUMENTS'],
      String.raw`"-NoLogo" "" "say \"hi!\" & %PATH%" "a\\\"b\ c" "C:\\"`,
    );
    assert.ok(line.length < 8_000, `${line.length} characters`);
    assert.doesNotMatch(line, /own'|4711|sure|hi/);
    assert.equal(env['AWS_SSO_TERMINAL_AWS_REGION'], 'eu-central-1');
  });

  it('tells which terminal it is', () => {
    const { env } = ownShell('id-1', OWN, { shell: undefined, script: undefined, platform: 'linux' });
    assert.equal(ownTerminalId(env), 'id-1');
    assert.equal(ownTerminalId({ AWS_REGION: null }), undefined);
  });
});
