import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cmdScript, posixScript } from '../../../../src/features/served/helperScript.ts';
import { runToTheEnd } from '../../support/servedWindow.ts';

const noExecutable = "VS Code's gone. Open it once.";

describe('The script of the helper', () => {
  let folder: string;
  let script: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "it's a $folder "));
    script = path.join(folder, 'aws-credentials');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** An executable that says what it was started with. */
  function executable(file: string): string {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(
      file,
      `#!/bin/sh\nprintf '%s\\n' "$0" "$ELECTRON_RUN_AS_NODE" "\${NODE_OPTIONS-unset}" "$@"\n`,
    );
    chmodSync(file, 0o700);
    return file;
  }

  async function run(started: string, env: NodeJS.ProcessEnv = { PATH: '' }) {
    writeFileSync(script, posixScript({ executable: started, noExecutable }), { mode: 0o700 });
    const { code, stdout, stderr } = await runToTheEnd(script, ['--session', 'my corp', '$x"'], { env });
    return { code, lines: stdout.trimEnd().split('\n'), stderr };
  }

  it('starts the editor as Node.js, with all arguments as they are', async () => {
    const code = executable(path.join(folder, 'Visual Studio/code'));
    const { lines } = await run(code, { PATH: '', NODE_OPTIONS: '--require evil' });
    const helper = path.join(folder, 'credentialHelper.cjs');
    assert.deepEqual(lines, [code, '1', 'unset', helper, '--session', 'my corp', '$x"']);
  });

  it('finds the editor in the place to which an update has moved it', async () => {
    for (const [before, after] of [
      [`.vscode-server/bin/${'0a'.repeat(20)}/node`, `.vscode-server/bin/${'1b'.repeat(20)}/node`],
      [`servers/Stable-${'0a'.repeat(20)}/server/node`, `servers/Stable-${'1b'.repeat(20)}/server/node`],
    ] as const) {
      const old = executable(path.join(folder, before));
      const moved = path.join(folder, after);
      mkdirSync(path.dirname(moved), { recursive: true });
      renameSync(old, moved);
      assert.equal((await run(old)).lines[0], moved);
    }
    assert.match(
      posixScript({ executable: '/snap/code/150/usr/code', noExecutable }),
      /'\/snap\/code\/'\*'\/usr\/code'/,
    );
  });

  it('takes any Node.js where the editor is gone, and says so where there is none', async () => {
    const node = executable(path.join(folder, 'bin/node'));
    const gone = path.join(folder, 'gone');
    assert.equal((await run(gone, { PATH: path.dirname(node) })).lines[0], node);
    const { code, stderr } = await run(gone);
    assert.deepEqual([code, stderr], [1, `${noExecutable}\n`]);
  });

  it('names the person’s folder by a variable for cmd.exe, and escapes what that expands', () => {
    const env = { LOCALAPPDATA: 'C:\\Users\\Jörg\\AppData\\Local', USERPROFILE: 'C:\\Users\\Jörg' };
    const set = (started: string) =>
      /^set "NODE=(.*)"$/m.exec(
        cmdScript({ executable: started, noExecutable, env }).replaceAll('\r', ''),
      )?.[1];
    assert.equal(set('c:\\users\\jörg\\appdata\\local\\Code.exe'), '%LOCALAPPDATA%\\Code.exe');
    assert.equal(set('C:\\Users\\Jörg\\node.exe'), '%USERPROFILE%\\node.exe');
    assert.equal(set('D:\\100%\\Code.exe'), 'D:\\100%%\\Code.exe');
    assert.match(
      cmdScript({ executable: 'x', noExecutable: 'a & b "c" %d%', env }),
      /^>&2 echo a {2}b c d\r$/m,
    );
  });
});
