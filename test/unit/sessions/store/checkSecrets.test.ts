import assert from 'node:assert/strict';
import { checkSecrets } from '../../../../src/sessions/store/checkSecrets.ts';
import { CONSOLE_KEYS, IDENTITY_CENTER_KEYS, isKeyOf } from '../../../../src/sessions/store/secretKeys.ts';
import { MemorySecrets } from '../../support/MemorySecrets.ts';

describe('checkSecrets', () => {
  it('leaves everything as it was, and takes no key of a session', async () => {
    const keys: string[] = [];
    const secrets = new (class extends MemorySecrets {
      override store(key: string, value: string) {
        keys.push(key);
        return super.store(key, value);
      }
    })(new Map([['session', 'secret']]));
    await Promise.all([checkSecrets(secrets), checkSecrets(secrets)]);
    assert.deepEqual([...secrets.values], [['session', 'secret']]);
    assert.equal(new Set(keys).size, 2);
    assert.ok(!keys.some((key) => isKeyOf(IDENTITY_CENTER_KEYS, key) || isKeyOf(CONSOLE_KEYS, key)));
  });

  it('fails where nothing is kept', async () => {
    const secrets = new MemorySecrets();
    secrets.store = () => Promise.resolve();
    await assert.rejects(checkSecrets(secrets), { code: 'Service', message: /can’t keep secrets/ });
  });

  it('fails where nothing is removed', async () => {
    const secrets = new MemorySecrets();
    secrets.delete = () => Promise.resolve();
    await assert.rejects(checkSecrets(secrets), { code: 'Service', message: /couldn’t remove a secret/ });
  });

  it('removes what it wrote though it cannot be read', async () => {
    const secrets = new MemorySecrets();
    secrets.get = () => Promise.reject(new Error('locked'));
    await assert.rejects(checkSecrets(secrets), /locked/);
    assert.equal(secrets.values.size, 0);
  });
});
