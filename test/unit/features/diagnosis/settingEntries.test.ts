import assert from 'node:assert/strict';
import { settingEntries } from '../../../../src/features/diagnosis/settingEntries.ts';

const entries = (settings: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(settingEntries((name) => settings[name]));

describe('settingEntries', () => {
  it('lists the settings that there are', () => {
    assert.deepEqual(
      entries({ 'http.electronFetch': false, 'http.proxySupport': 'override', 'editor.fontSize': 14 }),
      { 'http.electronFetch': 'false', 'http.proxySupport': 'override' },
    );
  });

  it('says of those that are empty that they are', () => {
    const empty = { 'http.proxy': '', 'http.noProxy': [], 'http.proxyAuthorization': null };
    assert.deepEqual(entries(empty), {
      'http.proxy': 'none',
      'http.noProxy': 'none',
      'http.proxyAuthorization': 'none',
    });
  });

  it('has the address of a proxy without the password, of what it is sent only that there is something', () => {
    assert.deepEqual(
      entries({ 'http.proxy': 'http://alice:s3cret@proxy:8080', 'http.proxyAuthorization': 'Basic s3cret' }),
      { 'http.proxy': 'http://proxy:8080', 'http.proxyAuthorization': 'set' },
    );
  });

  it('names whom no proxy is for, as far as there is room', () => {
    assert.equal(
      entries({ 'http.noProxy': ['*.corp.example', 'b`'] })['http.noProxy'],
      '`*.corp.example`, `b`',
    );
    const many = Array.from({ length: 12 }, (_, index) => `host${index}`);
    assert.match(entries({ 'http.noProxy': many })['http.noProxy']!, /^`host0`, .*`host9` and 2 more$/);
    assert.equal(entries({ 'http.noProxy': 'not a list' })['http.noProxy'], undefined);
  });
});
