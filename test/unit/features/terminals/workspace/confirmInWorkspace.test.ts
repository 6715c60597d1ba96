import assert from 'node:assert/strict';
import { confirmInWorkspace } from '../../../../../src/features/terminals/workspace/confirmInWorkspace.ts';
import { FakeUi } from '../../../support/FakeUi.ts';

const ROLE = {
  ...{ session: 's', sessionName: 'corp', accountId: '111122223333', accountName: 'Production' },
  roleName: 'Admin',
};
const QUESTION = 'Use Admin in Production (111122223333) in terminals?';

describe('Before terminals get a role, the person', () => {
  function choose({
    isProtected = false,
    own = [] as readonly string[],
    name = undefined as string | undefined,
  }) {
    const ui = new FakeUi();
    const confirming = confirmInWorkspace(ROLE, {
      ui,
      isProtected: (accountId) => isProtected && accountId === ROLE.accountId,
      workspaceAccounts: () => own.map((accountId) => ({ accountId, accountName: name })),
    });
    return { ui, confirming };
  }

  for (const own of [[], [ROLE.accountId], ['444455556666', ROLE.accountId]]) {
    it(`isn’t asked where the workspace names ${own.join(' and ') || 'no account'}`, async () => {
      const { ui, confirming } = choose({ own });
      await confirming;
      assert.deepEqual(ui.shown, []);
    });
  }

  it('is asked in a modal dialog about a protected account, each time', async () => {
    for (const own of [[], [ROLE.accountId]]) {
      const { ui, confirming } = choose({ isProtected: true, own });
      await ui.press(/in terminals/, 'Use Role');
      await confirming;
      assert.deepEqual(ui.shown, [
        `warning: ${QUESTION} [Use Role]\nProduction (111122223333) is a protected account. Programs in terminals can then use this role.`,
      ]);
    }
  });

  it('is asked in a modal dialog about another account than the workspace’s', async () => {
    const { ui, confirming } = choose({ own: ['444455556666', '444455556666'], name: 'Sandbox' });
    await ui.press(/in terminals/, 'Use Role');
    await confirming;
    assert.deepEqual(ui.shown, [
      `warning: ${QUESTION} [Use Role]\nThis workspace is for Sandbox (444455556666), and the role is in another account. Programs in terminals can then use this role.`,
    ]);
  });

  it('is asked once about both', async () => {
    const { ui, confirming } = choose({ isProtected: true, own: ['444455556666'] });
    await ui.press(/in terminals/, 'Use Role');
    await confirming;
    assert.equal(ui.shown.length, 1);
    assert.match(ui.shown[0] ?? '', /is a protected account\. This workspace is for 444455556666/);
  });

  it('goes no further by closing the dialog', async () => {
    const { ui, confirming } = choose({ isProtected: true });
    await ui.close(/in terminals/);
    await assert.rejects(confirming, { code: 'Cancelled' });
  });
});
