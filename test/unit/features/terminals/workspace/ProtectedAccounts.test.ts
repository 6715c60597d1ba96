import assert from 'node:assert/strict';
import type { ProtectionSettings } from '../../../../../src/features/settings/protectionSettings.ts';
import { ProtectedAccounts } from '../../../../../src/features/terminals/workspace/ProtectedAccounts.ts';
import { FakeUi } from '../../../support/FakeUi.ts';
import { memoryLog } from '../../../support/memoryLog.ts';

const [OURS, THEIRS, THIRD] = ['111122223333', '444455556666', '777788889999'] as const;

describe('Protected accounts', () => {
  function open(first: Partial<ProtectionSettings>) {
    let settings = first;
    const ui = new FakeUi();
    const accounts = new ProtectedAccounts({
      settings: () => ({ user: undefined, workspace: [], roles: [], ...settings }),
      ui,
      log: memoryLog(),
    });
    const change = (to: Partial<ProtectionSettings>): void => {
      settings = to;
      accounts.update();
    };
    return { ui, change, has: accounts.has };
  }

  it('are all that the user, the workspace or its role protects', () => {
    const { has } = open({
      user: [OURS],
      workspace: [undefined, [THEIRS]],
      roles: [{ accountId: THIRD, roleName: 'Admin', protected: true }, { accountId: '000000000000' }],
    });
    assert.deepEqual([OURS, THEIRS, THIRD, '000000000000'].map(has), [true, true, true, false]);
  });

  for (const workspace of [[[]], ['nonsense'], [[THEIRS]], [null]]) {
    it(`stay the user’s where a workspace says ${JSON.stringify(workspace)}`, () => {
      const { has } = open({ user: [OURS], workspace, roles: [{ accountId: OURS, protected: false }] });
      assert.equal(has(OURS), true);
    });
  }

  it('are others once settings have changed', () => {
    const { has, change } = open({ user: [OURS] });
    assert.equal(has(THEIRS), false);
    change({ user: [THEIRS] });
    assert.deepEqual([OURS, THEIRS].map(has), [false, true]);
  });

  it('are meant without quotes and with blanks, too', () => {
    const { has, ui } = open({ user: [12345678901, ` ${THEIRS} `] });
    assert.deepEqual(['012345678901', THEIRS].map(has), [true, true]);
    assert.deepEqual(ui.shown, []);
  });

  it('say once which entry of the user’s protects nothing, and keep the rest', async () => {
    const { has, ui, change } = open({ user: [OURS, 'production'], workspace: [['nonsense']] });
    assert.equal(has(OURS), true);
    change({ user: [OURS, 'production', THEIRS] });
    assert.equal(has(THEIRS), true);
    assert.deepEqual(ui.messages, [
      'Entry 2 of the setting awsSso.protectedAccounts isn’t an account ID of 12 digits.',
    ]);
    await ui.press(/Entry 2/, 'Open Settings');
    change({ user: OURS });
    assert.equal(has(OURS), false);
    assert.deepEqual(ui.messages, ['The setting awsSso.protectedAccounts must be a list.']);
  });
});
