import assert from 'node:assert/strict';
import { isOpen, readRoleArgument } from '../../../../src/features/roles/roleArgument.ts';

const NODE = {
  kind: 'role',
  id: 'id 111122223333 Admin',
  session: 'corp',
  sessionId: 'id',
  accountId: '111122223333',
  roleName: 'Admin',
};
const isNode = (argument: unknown): boolean => argument === NODE;

describe('readRoleArgument', () => {
  it('takes what a node of our view says', () =>
    assert.deepEqual(readRoleArgument(NODE, isNode), {
      session: 'corp',
      sessionId: 'id',
      accountId: '111122223333',
      roleName: 'Admin',
      isOurs: true,
    }));

  for (const argument of [undefined, null, {}]) {
    it(`leaves everything open for ${JSON.stringify(argument)}`, () => {
      const read = readRoleArgument(argument, isNode);
      assert.deepEqual(read, { isOurs: false });
      assert.equal(isOpen(read), true);
    });
  }

  for (const argument of [
    { session: 'corp' },
    { accountId: '111122223333' },
    { session: 'corp', accountId: '111122223333', roleName: 'Admin' },
  ]) {
    it(`takes ${JSON.stringify(argument)} for a proposal`, () => {
      const read = readRoleArgument(argument, isNode);
      assert.deepEqual(read, { ...argument, isOurs: false });
      assert.equal(isOpen(read), false);
    });
  }

  const { session, accountId, roleName } = NODE;
  for (const [what, argument] of [
    ['a copy of a node', { ...NODE }],
    ['the id of a session', { session, sessionId: 'id', accountId, roleName }],
    ['the name of a session as terminals remember it', { session, sessionName: 'corp', accountId, roleName }],
    ['the claim to be ours', { session, accountId, roleName, isOurs: true }],
    ['an account that is none', { accountId: '1' }],
    ['an account that is no text', { accountId: 111122223333 }],
    ['a role that is none', { roleName: 'Admin\nin Production' }],
    ['a session that is no text', { session: { toString: () => 'corp' } }],
    ['a text', 'Admin'],
    ['a list', [NODE]],
  ] as const) {
    it(`refuses ${what}`, () =>
      assert.throws(() => readRoleArgument(argument, isNode), { code: 'InvalidRequest' }));
  }
});
