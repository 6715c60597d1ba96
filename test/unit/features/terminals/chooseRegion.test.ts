import assert from 'node:assert/strict';
import type { ChooseRegionOptions } from '../../../../src/features/terminals/chooseRegion.ts';
import type { RegionItem } from '../../../../src/features/terminals/regionItems.ts';
import type { TerminalRole } from '../../../../src/features/terminals/terminalMemory.ts';
import { sessionId } from '../../../../src/sessions/kinds/SsoSession.ts';
import { type Stub, useStubbedEditor, withStubbedEditor } from '../../support/stubbedEditor.ts';

const editor: Stub = {};
const { askRegionOnce, changeRegion } = await withStubbedEditor(
  editor,
  () => import('../../../../src/features/terminals/chooseRegion.ts'),
);

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

/** A list of the editor in which a person types and accepts what is first, or closes it. */
class FakePick {
  items: readonly RegionItem[] = [];
  #change: (typed: string) => void = () => undefined;
  #accept = (): void => undefined;
  #hide = (): void => undefined;
  readonly answer: (pick: FakePick) => void;
  constructor(answer: (pick: FakePick) => void) {
    this.answer = answer;
  }
  get activeItems(): readonly RegionItem[] {
    return this.items.slice(0, 1);
  }
  onDidChangeValue(listener: (typed: string) => void): void {
    this.#change = listener;
  }
  onDidAccept(listener: () => void): void {
    this.#accept = listener;
  }
  onDidHide(listener: () => void): void {
    this.#hide = listener;
  }
  show(): void {
    this.answer(this);
  }
  dispose = (): void => undefined;
  type = (text: string): void => this.#change(text);
  accept = (): void => this.#accept();
  close = (): void => this.#hide();
}

describe('The choice of a region', () => {
  useStubbedEditor(editor);

  function open(answer: (pick: FakePick) => void, isDecided = false, isUsed = true) {
    const pick = new FakePick(answer);
    editor['window'] = { createQuickPick: () => pick };
    const kept = new Map<string, unknown>();
    let looks = 0;
    const options = {
      sessions: { known: () => [CORP] },
      terminals: {
        region: () => Promise.resolve({ isDecided }),
        state: isUsed ? { role: ROLE, region: 'us-east-1' } : undefined,
        look: () => looks++,
      },
      globalState: {
        keys: () => [],
        get: (key: string) => kept.get(key),
        update: (key: string, value: unknown) => Promise.resolve(void kept.set(key, value)),
      },
    } as unknown as ChooseRegionOptions;
    return { pick, options, regions: () => kept.get('awsSso.regions'), looks: () => looks };
  }

  it('is the person’s where nothing names one, beginning with that of the session', async () => {
    const { pick, options, regions } = open((shown) => shown.accept());
    await askRegionOnce(options, 'Use Role', ROLE);
    assert.equal(pick.items[0]?.region, 'eu-west-2');
    assert.deepEqual(regions(), { '111122223333': 'eu-west-2' });
  });

  it('is not asked for where something does', async () => {
    const { options, regions } = open(() => assert.fail('Nothing is to be asked.'), true);
    await askRegionOnce(options, 'Use Role', ROLE);
    assert.equal(regions(), undefined);
  });

  it('changes nothing when the person closes the list', async () => {
    const { options, regions } = open((shown) => shown.close());
    await assert.rejects(askRegionOnce(options, 'Use Role', ROLE), { code: 'Cancelled' });
    assert.equal(regions(), undefined);
  });

  it('is changed for the role in use, which new terminals have then', async () => {
    const { options, regions, looks } = open((shown) => {
      shown.type('eu-central-7');
      shown.accept();
    }, true);
    await changeRegion(options);
    assert.deepEqual(regions(), { '111122223333': 'eu-central-7' });
    assert.equal(looks(), 1);
    await assert.rejects(changeRegion(open(() => undefined, true, false).options), {
      code: 'InvalidRequest',
    });
  });
});
