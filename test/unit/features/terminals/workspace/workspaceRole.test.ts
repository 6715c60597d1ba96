import assert from 'node:assert/strict';
import {
  accountProtectedBy,
  parseWorkspaceRole,
} from '../../../../../src/features/terminals/workspace/workspaceRole.ts';

const ROLE = { accountId: '111122223333', roleName: 'Admin' };

describe('The role of a workspace', () => {
  it('is an account and a role, with a session and a region where they are named', () => {
    assert.deepEqual(parseWorkspaceRole({ ...ROLE, protected: true, note: 'ours' }), ROLE);
    assert.deepEqual(parseWorkspaceRole({ ...ROLE, session: ' corp ', region: 'EU-Central-1' }), {
      ...ROLE,
      session: 'corp',
      region: 'eu-central-1',
    });
  });

  for (const [value, problem] of [
    ['nonsense', 'accountId must be 12 digits in quotes.'],
    [[], 'accountId must be 12 digits in quotes.'],
    [{ ...ROLE, accountId: 111122223333 }, 'accountId must be 12 digits in quotes.'],
    [{ ...ROLE, accountId: '1234' }, 'accountId must be 12 digits in quotes.'],
    [{ ...ROLE, accountId: '111122223333\n' }, 'accountId must be 12 digits in quotes.'],
    [{ accountId: ROLE.accountId }, 'roleName must be the name of a role.'],
    [{ ...ROLE, roleName: 'Admin/../x' }, 'roleName must be the name of a role.'],
    [{ ...ROLE, roleName: 'A'.repeat(65) }, 'roleName must be the name of a role.'],
    [{ ...ROLE, session: 7 }, 'session must be the name of an SSO session.'],
    [{ ...ROLE, session: '  ' }, 'session must be the name of an SSO session.'],
    [
      { ...ROLE, session: 'arn:aws:iam::111122223333:user/alice' },
      'session must be the name of an SSO session.',
    ],
    [{ ...ROLE, region: 'Frankfurt' }, 'region must look like us-east-1.'],
    [{ ...ROLE, region: null }, 'region must look like us-east-1.'],
  ] as const) {
    it(`is none where it is ${JSON.stringify(value)}`, () => {
      assert.equal(parseWorkspaceRole(value), problem);
    });
  }

  it('protects its account, whatever else is wrong with it', () => {
    assert.equal(accountProtectedBy({ ...ROLE, protected: true }), ROLE.accountId);
    assert.equal(accountProtectedBy({ accountId: ROLE.accountId, protected: true }), ROLE.accountId);
    for (const value of [ROLE, { ...ROLE, protected: 'yes' }, { protected: true }, null, 'nonsense']) {
      assert.equal(accountProtectedBy(value), undefined);
    }
  });
});
