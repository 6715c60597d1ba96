import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import { homeDirectory } from '../../../../src/aws/config/homeDirectory.ts';

describe('homeDirectory', () => {
  const all = { HOME: '/home/a', USERPROFILE: 'C:\\Users\\b', HOMEDRIVE: 'D:', HOMEPATH: '\\Users\\c' };
  const cases: [string, Record<string, string>, string][] = [
    ['HOME before all others', all, '/home/a'],
    ['USERPROFILE without it, or where it is empty', { ...all, HOME: '' }, 'C:\\Users\\b'],
    ['HOMEDRIVE and HOMEPATH', { HOMEDRIVE: 'D:', HOMEPATH: '\\Users\\c' }, 'D:\\Users\\c'],
    ['HOMEPATH alone, on drive C', { HOMEPATH: '\\Users\\c' }, 'C:\\Users\\c'],
    ['what the system says, else', { HOMEDRIVE: 'D:' }, homedir()],
  ];
  for (const [what, env, expected] of cases) {
    it(`takes ${what}`, () => assert.equal(homeDirectory(env), expected));
  }
});
