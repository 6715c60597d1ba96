import assert from 'node:assert/strict';
import { isWslShell } from '../../../../../src/features/terminals/shells/wslShell.ts';

describe('A shell on Windows', () => {
  for (const shell of [
    { file: 'C:\\WINDOWS\\System32\\wsl.exe' },
    { file: 'C:\\Windows\\Sysnative\\WSL.EXE' },
    { file: 'C:\\Windows\\System32\\bash.exe' },
    { name: 'Ubuntu-24.04 (WSL)' },
  ]) {
    it(`runs in WSL: ${JSON.stringify(shell)}`, () => {
      assert.equal(isWslShell(shell, 'win32'), true);
      assert.equal(isWslShell(shell, 'linux'), false);
    });
  }

  for (const shell of [
    {},
    { name: 'PowerShell', file: 'C:\\Program Files\\PowerShell\\7\\pwsh.exe' },
    { name: 'Git Bash', file: 'C:\\Program Files\\Git\\bin\\bash.exe' },
    { name: 'WSL notes', file: 'C:\\tools\\notwsl.exe' },
  ]) {
    it(`does not run in WSL: ${JSON.stringify(shell)}`, () => {
      assert.equal(isWslShell(shell, 'win32'), false);
    });
  }
});
