import assert from 'node:assert/strict';
import {
  askRegionOnce,
  changeRegion,
  type ChooseRegionOptions,
} from '../../../../../src/features/terminals/region/chooseRegion.ts';
import type { TerminalRole } from '../../../../../src/features/terminals/terminalMemory.ts';
import { sessionId } from '../../../../../src/sessions/kinds/identityCenter.ts';
import { FakeUi } from '../../../support/FakeUi.ts';

const CORP = {
  name: 'corp',
  startUrl: 'https://d-1234567890.awsapps.com/start',
  region: 'eu-west-2',
  registrationScopes: [],
};
const ROLE: TerminalRole = {
  session: sessionId(CORP),
  sessionName: 'corp',
  accountId: '111122223333',
  roleName: 'R',
};

describe('The choice of a region', () => {
  function open({ isDecided = false, isUsed = true } = {}) {
    const kept = new Map<string, unknown>();
    const keptHere = new Map<string, unknown>();
    const memory = (of: Map<string, unknown>) => ({
      keys: () => [],
      get: (key: string) => of.get(key),
      update: (key: string, value: unknown) => Promise.resolve(void of.set(key, value)),
    });
    const ui = new FakeUi();
    let looks = 0;
    const options = {
      sessions: { known: () => [CORP] },
      terminals: {
        region: () => Promise.resolve({ isDecided }),
        state: isUsed ? { role: ROLE, region: 'us-east-1' } : undefined,
        look: () => looks++,
      },
      globalState: memory(kept),
      workspaceState: memory(keptHere),
      ui,
    } as unknown as ChooseRegionOptions;
    const regions = (of = kept) => of.get('awsSso.regions');
    return { ui, options, keptHere, regions, looks: () => looks };
  }

  it('is the person’s where nothing names one, beginning with that of the session', async () => {
    const { ui, options, regions } = open();
    const asking = askRegionOnce(options, { title: 'Use Role', canGoBack: false }, ROLE);
    const list = await ui.list('Use Role');
    assert.equal(list.labels[0], 'eu-west-2');
    list.type('frankfurt').accept();
    await asking;
    assert.deepEqual(regions(), { '111122223333': 'eu-central-1' });
  });

  it('can be none', async () => {
    const { ui, options, regions } = open();
    const asking = askRegionOnce(options, { title: 'Use Role', canGoBack: false }, ROLE);
    (await ui.list('Use Role')).accept('$(circle-slash) Leave the Region Unset');
    await asking;
    assert.deepEqual(regions(), { '111122223333': '' });
  });

  it('is not asked for where something names one', async () => {
    const { ui, options, regions } = open({ isDecided: true });
    await askRegionOnce(options, { title: 'Use Role', canGoBack: false }, ROLE);
    assert.equal(ui.hasQuestion, false);
    assert.equal(regions(), undefined);
  });

  it('changes nothing when the person closes the list', async () => {
    const { ui, options, regions } = open();
    const asking = askRegionOnce(options, { title: 'Use Role', canGoBack: false }, ROLE);
    asking.catch(() => undefined);
    (await ui.list('Use Role')).escape();
    await assert.rejects(asking, { code: 'Cancelled' });
    assert.equal(regions(), undefined);
  });

  it('is changed for the role in use, which new terminals have then', async () => {
    const { ui, options, regions, looks } = open({ isDecided: true });
    const changing = changeRegion(options);
    const list = await ui.list('Change Region');
    assert.equal(list.labels[0], 'us-east-1');
    list.type('eu-central-7').accept();
    await changing;
    assert.deepEqual(regions(), { '111122223333': 'eu-central-7' });
    assert.equal(looks(), 1);
  });

  it('is not changed where no role is used', async () => {
    await assert.rejects(changeRegion(open({ isUsed: false }).options), { code: 'InvalidRequest' });
  });

  it('is changed for the workspace alone, where that has one of its own', async () => {
    const { ui, options, keptHere, regions } = open();
    keptHere.set('awsSso.regions', { [ROLE.accountId]: 'eu-west-1' });
    const changing = changeRegion(options);
    (await ui.list('Change Region')).type('frankfurt').accept();
    await changing;
    assert.deepEqual(regions(keptHere), { [ROLE.accountId]: 'eu-central-1' });
    assert.equal(regions(), undefined);
  });
});
