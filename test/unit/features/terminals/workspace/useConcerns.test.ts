import assert from 'node:assert/strict';
import { useConcerns } from '../../../../../src/features/terminals/workspace/useConcerns.ts';

const PRODUCTION = { accountId: '111122223333', accountName: 'Production' };

describe('What makes a role in terminals worth a question', () => {
  function concerns({
    isProtected = false,
    own = [] as readonly string[],
    name = undefined as string | undefined,
  }): readonly string[] {
    return useConcerns(PRODUCTION, {
      isProtected: (accountId) => isProtected && accountId === PRODUCTION.accountId,
      workspaceAccounts: () => own.map((accountId) => ({ accountId, accountName: name })),
    });
  }

  for (const own of [[], [PRODUCTION.accountId], ['444455556666', PRODUCTION.accountId]]) {
    it(`is nothing where the workspace names ${own.join(' and ') || 'no account'}`, () => {
      assert.deepEqual(concerns({ own }), []);
    });
  }

  it('is a protected account', () => {
    for (const own of [[], [PRODUCTION.accountId]]) {
      assert.deepEqual(concerns({ isProtected: true, own }), [
        'Production (111122223333) is a protected account.',
      ]);
    }
  });

  it('is another account than the workspace’s', () => {
    assert.deepEqual(concerns({ own: ['444455556666', '444455556666'], name: 'Sandbox' }), [
      'This workspace is for Sandbox (444455556666), and the role is in another account.',
    ]);
  });

  it('is both', () => {
    assert.equal(concerns({ isProtected: true, own: ['444455556666'] }).length, 2);
  });
});
