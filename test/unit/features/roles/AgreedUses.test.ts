import assert from 'node:assert/strict';
import { agreedByName, AgreedUses, type IntendedUse } from '../../../../src/features/roles/AgreedUses.ts';
import { DEPLOY_CHAIN } from '../../support/roleChain.ts';
import { FakeUi } from '../../support/FakeUi.ts';

const ROLE = { session: 's1', sessionName: 'corp', accountId: '444455556666', roleName: 'Deploy' };
const USE: IntendedUse = { use: 'terminals', role: ROLE, isChosen: true };

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
