import assert from 'node:assert/strict';
import { readConfigText } from '../../../../src/aws/config/addProfile.ts';
import {
  addServedProfile,
  isPlainName,
  removeServedProfile,
  servedCommand,
  servedProfilesIn,
} from '../../../../src/aws/config/servedProfile.ts';

const HELPER = '/home/alice/Application Support/served/aws-credentials';
const ADMIN = { session: 'corp', accountId: '111122223333', roleName: 'Admin' };
const PROD = { ...ADMIN, profile: 'prod', region: 'eu-west-1' };
const COMMAND = `"${HELPER}" --session corp --account 111122223333 --role Admin`;
const SECTION = `[profile prod]\ncredential_process = ${COMMAND}\nregion = eu-west-1\n`;

const add = (text: string, profile = PROD) => addServedProfile(readConfigText(text), HELPER, profile);

describe('A served profile in the AWS config file', () => {
  it('stands at the end, with its command and its region, and what was there stays', () => {
    assert.equal(add(''), SECTION);
    assert.equal(add('[default]\nregion = x\n'), `[default]\nregion = x\n\n${SECTION}`);
    assert.equal(add('', { ...PROD, region: '' }), SECTION.replace('region = eu-west-1\n', ''));
  });

  it('is refused where the name is taken, or is none', () => {
    assert.throws(() => add(SECTION), { code: 'InvalidRequest' });
    assert.throws(() => add('', { ...PROD, profile: 'a]b' }), { code: 'InvalidRequest' });
  });

  it('has nothing in its command that a shell takes for something else', () => {
    assert.equal(servedCommand(HELPER, ADMIN), COMMAND);
    const names = [
      'a;b',
      'a"b',
      '$(id)',
      'a&b',
      '%PATH%',
      'a\nb',
      '',
      'a\\b',
      "a'b",
      '`id`',
      'my corp',
      '--role',
    ];
    for (const name of names) {
      for (const part of ['session', 'roleName'] as const) {
        assert.throws(
          () => servedCommand(HELPER, { ...ADMIN, [part]: name }),
          { code: 'InvalidRequest' },
          name,
        );
      }
      assert.equal(isPlainName(name), false, name);
    }
    for (const helper of ['/home/$x/h', '/home/a"b/h', '/home/`x`/h', '/home/a\\b/h']) {
      assert.throws(() => servedCommand(helper, ADMIN, 'linux'), { code: 'InvalidRequest' }, helper);
    }
    for (const helper of ['C:\\%x%\\h.cmd', 'C:\\a&b\\h.cmd']) {
      assert.throws(() => servedCommand(helper, ADMIN, 'win32'), { code: 'InvalidRequest' }, helper);
    }
    const windows = 'C:\\Users\\Alice B\\h.cmd';
    assert.match(servedCommand(windows, ADMIN, 'win32'), /^"C:\\Users\\Alice B\\h\.cmd" --session corp /);
  });

  it('is recognised by its command, and nothing else is', () => {
    const text = `${SECTION}\n[profile other]\ncredential_process = /usr/bin/tool --session corp --account 111122223333 --role Admin\n`;
    assert.deepEqual(servedProfilesIn(readConfigText(text), HELPER), [{ profile: 'prod', ...ADMIN }]);
    const waiting = SECTION.replace('--role Admin', '--role Admin --wait');
    assert.deepEqual(servedProfilesIn(readConfigText(waiting), HELPER), [{ profile: 'prod', ...ADMIN }]);
    // A person may have written the name in quotes.
    const quoted = SECTION.replace('--session corp', '--session "my corp"');
    assert.deepEqual(servedProfilesIn(readConfigText(quoted), HELPER), [
      { profile: 'prod', ...ADMIN, session: 'my corp' },
    ]);
  });

  it('is taken out as it came, wherever it stands', () => {
    const remove = (text: string) => removeServedProfile(text, HELPER, 'prod');
    const before = '# mine\n[default]\nregion = x\n';
    assert.equal(remove(add(before)), before);
    assert.equal(remove(`${SECTION}\n${before}`), before);
    assert.equal(remove(SECTION.replaceAll('\n', '\r\n')), '');
    assert.equal(remove(SECTION.trimEnd()), '');
    assert.equal(remove(SECTION.replace('eu-west-1', 'us-east-1')), '');
    // A carriage return alone ends a line, too.
    const odd = '# mine\r# mine\r\r\n[default]\nregion = x\n';
    const behind = '\n[profile next]\nrole_arn = y\n';
    assert.equal(remove(`${odd}\n${SECTION}${behind}`), odd + behind);
    assert.equal(remove(`${SECTION}[profile next]\nregion = x\n`), '[profile next]\nregion = x\n');
  });

  it('stays where somebody has changed it, and so does every other profile', () => {
    const changed = [
      `${SECTION}output = json\n`,
      SECTION.replace('region', '# mine\nregion'),
      SECTION.replace('eu-west-1', 'eu-west-1 # mine'),
      `${SECTION}# mine\n`,
      SECTION.replace(HELPER, '/usr/bin/tool'),
      SECTION.replace('prod', 'another'),
      `${SECTION}s3 =\n  max_queue_size = 10\n`,
      '',
    ];
    for (const text of changed) {
      assert.equal(removeServedProfile(text, HELPER, 'prod'), text);
    }
  });
});
