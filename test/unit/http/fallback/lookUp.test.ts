import assert from 'node:assert/strict';
import { lookUp } from '../../../../src/http/fallback/lookUp.ts';

describe('lookUp', () => {
  it('knows addresses without asking', async () => {
    assert.deepEqual(await lookUp('127.0.0.1'), ['127.0.0.1']);
    assert.deepEqual(await lookUp('[::1]'), ['::1']);
  });

  it('resolves a name, each address once', async () => {
    const addresses = await lookUp('localhost');
    assert.ok(addresses.includes('127.0.0.1') || addresses.includes('::1'), addresses.join());
    assert.equal(new Set(addresses).size, addresses.length);
  });

  it('says that a name cannot be resolved', () => {
    // Too long to be one (RFC 1035 section 2.3.4), so nobody is asked.
    const name = `${'x'.repeat(64)}.invalid`;
    return assert.rejects(lookUp(name), {
      code: 'Network',
      message: new RegExp(`Couldn’t resolve ${name}`),
    });
  });
});
