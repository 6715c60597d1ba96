import assert from 'node:assert/strict';
import { AwsSsoError } from '../../../../src/base/errors.ts';
import { isRenewalDue, staysExpired } from '../../../../src/features/terminals/expiringAccess.ts';

const NOW = 1_000_000_000;
const MINUTE = 60_000;
const passing = new AwsSsoError('Throttled', 'x');
const lasting = new AwsSsoError('RoleNotAssigned', 'x');

describe('Credentials in variables', () => {
  for (const [expected, what, access, hasOpenTerminals] of [
    [false, 'have ten minutes left', { expiration: NOW + 10 * MINUTE }, false],
    [true, 'have three minutes left, and no terminal has them', { expiration: NOW + 3 * MINUTE }, false],
    [false, 'have three minutes left in an open terminal', { expiration: NOW + 3 * MINUTE }, true],
    [true, 'have expired in an open terminal', { expiration: NOW }, true],
    [true, 'could not be renewed a minute ago', { expiration: NOW + MINUTE, problem: passing }, false],
    [false, 'could not be renewed, and work still', { expiration: NOW + MINUTE, problem: passing }, true],
    [true, 'are not there for lack of a network', { problem: passing }, true],
    [false, 'take a person', { problem: lasting }, false],
  ] as const) {
    it(`are ${expected ? '' : 'not '}fetched anew where they ${what}`, () => {
      assert.equal(isRenewalDue(access, hasOpenTerminals, NOW), expected);
    });
  }

  const role = { session: 's', sessionName: 'corp', accountId: '111122223333', roleName: 'R' };
  const before = { role, expiration: NOW - 1 };

  it('stay where they have expired and others are not to be had at the moment', () => {
    assert.equal(staysExpired(before, role, { problem: passing }, NOW), true);
  });

  it('do not stay where others are there or never will be, nor for another role, nor while they work', () => {
    assert.equal(staysExpired(before, role, { expiration: NOW + MINUTE }, NOW), false);
    assert.equal(staysExpired(before, role, { problem: lasting }, NOW), false);
    assert.equal(staysExpired(before, { ...role, roleName: 'W' }, { problem: passing }, NOW), false);
    // They may be another person's.
    assert.equal(staysExpired({ role, expiration: NOW + 1 }, role, { problem: passing }, NOW), false);
    assert.equal(staysExpired(undefined, role, { problem: passing }, NOW), false);
  });
});
