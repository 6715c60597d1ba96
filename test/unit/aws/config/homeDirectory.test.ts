import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import path from 'node:path';
import { expandPath, homeDirectory, otherHomeOfSdks } from '../../../../src/aws/config/homeDirectory.ts';

const WINDOWS = {
  HOME: 'H:\\',
  USERPROFILE: 'C:\\Users\\b',
  HOMEDRIVE: 'D:',
  HOMEPATH: '\\Users\\c',
};

describe('homeDirectory', () => {
  const cases: [string, NodeJS.Platform, Record<string, string>, string][] = [
    ['HOME', 'linux', { ...WINDOWS, HOME: '/home/a' }, '/home/a'],
    ['what the system says, without HOME', 'linux', { USERPROFILE: 'C:\\Users\\b' }, homedir()],
    ['USERPROFILE on Windows, where HOME is for others', 'win32', WINDOWS, 'C:\\Users\\b'],
    ['HOMEDRIVE and HOMEPATH without it', 'win32', { ...WINDOWS, USERPROFILE: '' }, 'D:\\Users\\c'],
    ['what Windows says, else', 'win32', { HOME: 'H:\\', HOMEDRIVE: 'D:' }, homedir()],
  ];
  for (const [what, platform, env, expected] of cases) {
    it(`takes ${what}`, () => assert.equal(homeDirectory(env, platform), expected));
  }
});

describe('otherHomeOfSdks', () => {
  const cases: [string, NodeJS.Platform, Record<string, string>, string | undefined][] = [
    ['HOME on Windows, where it is another one', 'win32', WINDOWS, 'H:\\'],
    ['none where it is the same', 'win32', { ...WINDOWS, HOME: 'c:/users/b/' }, undefined],
    ['none without HOME', 'win32', { ...WINDOWS, HOME: '' }, undefined],
    ['none elsewhere', 'linux', { ...WINDOWS, HOME: '/home/a' }, undefined],
  ];
  for (const [what, platform, env, expected] of cases) {
    it(`is ${what}`, () => assert.equal(otherHomeOfSdks(env, platform), expected));
  }
});

describe('expandPath', () => {
  const env = { HOME: '/home/a', USERPROFILE: 'C:\\Users\\b', WORK: 'w' };
  const cases: [string, NodeJS.Platform, string][] = [
    ['/etc/aws', 'linux', '/etc/aws'],
    ['~', 'linux', '/home/a'],
    ['~/x/../y', 'linux', '/home/a/y'],
    ['$HOME/x', 'linux', '/home/a/x'],
    ['${HOME}/$WORK', 'linux', '/home/a/w'],
    ['/$NONE/%WORK%', 'linux', '/$NONE/%WORK%'],
    ['~b/x', 'linux', path.resolve('~b/x')],
    ['x', 'linux', path.resolve('x')],
    ['~\\x', 'win32', 'C:\\Users\\b\\x'],
    ['~/x', 'win32', 'C:\\Users\\b\\x'],
    ['%USERPROFILE%\\$WORK\\%NONE%', 'win32', 'C:\\Users\\b\\w\\%NONE%'],
  ];
  for (const [file, platform, expected] of cases) {
    it(`makes ${expected} of ${file}`, function () {
      if (platform !== 'win32' && process.platform === 'win32') {
        this.skip();
      }
      assert.equal(expandPath(file, env, platform), expected);
    });
  }
});
