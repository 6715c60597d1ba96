import assert from 'node:assert/strict';
import { agreedByName, AgreedUses, type IntendedUse } from '../../../../src/features/roles/AgreedUses.ts';
import { DEPLOY_CHAIN } from '../../support/roleChain.ts';
import type { RoleUse } from '../../../../src/features/roles/confirmRole.ts';
import { FakeUi } from '../../support/FakeUi.ts';

const ROLE = { session: 's1', sessionName: 'corp', accountId: '444455556666', roleName: 'Deploy' };
const USE: IntendedUse = { use: 'terminals', role: ROLE, isChosen: true };

describe('AgreedUses', () => {
  const confirm = (agreed: AgreedUses, ui: FakeUi, use: RoleUse, more: Partial<IntendedUse> = {}) =>
    agreed.confirm(ui, { ...USE, ...more, use });

  it('asks once for a role in terminals, all of them or then one', async () => {
    const ui = new FakeUi();
    const agreed = new AgreedUses();
    const first = confirm(agreed, ui, 'terminals');
    await ui.press(/^Use Deploy in 444455556666/, 'Use Role');
    await first;
    await confirm(agreed, ui, 'terminals');
    await confirm(agreed, ui, 'terminal');
    assert.equal(ui.shown.length, 1);
  });

  it('asks again for more than that, and for what is a proposal, or unusual', async () => {
    for (const [before, use, more] of [
      ['terminal', 'terminals', {}],
      ['terminals', 'clipboard', {}],
      ['terminals', 'served', {}],
      ['terminals', 'terminal', { isChosen: false }],
      ['terminals', 'terminal', { concerns: ['444455556666 is a protected account.'] }],
      ['terminals', 'terminal', { role: { ...ROLE, roleName: 'Admin' } }],
    ] as const) {
      const ui = new FakeUi();
      const agreed = new AgreedUses();
      const first = confirm(agreed, ui, before);
      await ui.press(/Deploy in 444455556666/, before === 'terminal' ? 'Open Terminal' : 'Use Role');
      await first;
      const second = confirm(agreed, ui, use, more);
      await ui.close(/in 444455556666/);
      await assert.rejects(second, { code: 'Cancelled' });
    }
  });
});

describe('Uses of a role that the person has agreed to by its name', () => {
  it('are not asked about again', async () => {
    const ui = new FakeUi();
    await agreedByName(new AgreedUses()).confirm(ui, USE);
    assert.deepEqual(ui.shown, []);
  });

  it('are asked about where the name does not say by way of which roles', async () => {
    const ui = new FakeUi();
    const confirming = agreedByName(new AgreedUses()).confirm(ui, {
      ...USE,
      role: { ...ROLE, chain: DEPLOY_CHAIN },
    });
    await ui.press(/^Use Deploy in 444455556666/, 'Use Role');
    await confirming;
    assert.match(ui.shown[0] ?? '', /\nBy way of Hub in 111122223333\n/);
  });
});
