import assert from 'node:assert/strict';
import {
  type OpeningContext,
  roleAtOpening,
} from '../../../../../src/features/terminals/workspace/roleAtOpening.ts';

const terminals = (roleName: string) => ({
  state: { role: { session: 's', sessionName: 'corp', accountId: '111122223333', roleName } },
});
const NONE = { state: undefined };

describe('The role that a terminal is opened with', () => {
  const opened = (more: Partial<OpeningContext> = {}): string | undefined => {
    const role = roleAtOpening({
      ...{ window: NONE, isWindowRemembered: false, ofFolder: undefined },
      ...{ isPlaceKnown: true, hasFolderRoles: false, ...more },
    });
    return typeof role === 'object' ? role.roleName : role;
  };

  it('is that of its folder, else that of the window', () => {
    const window = terminals('W');
    assert.equal(opened({ window, ofFolder: terminals('A'), hasFolderRoles: true }), 'A');
    assert.equal(opened({ window, hasFolderRoles: true }), 'W');
    assert.equal(opened({ window, isPlaceKnown: false }), 'W');
    assert.equal(opened(), undefined);
  });

  it('is not known before the one that is remembered has come back', () => {
    assert.equal(opened({ isWindowRemembered: true }), 'unknown');
    assert.equal(opened({ ofFolder: NONE, window: terminals('W') }), 'unknown');
  });

  it('is not known while its folder isn’t, where a folder has a role of its own', () => {
    assert.equal(opened({ isPlaceKnown: false, hasFolderRoles: true }), 'unknown');
    assert.equal(opened({ isPlaceKnown: false, hasFolderRoles: true, window: terminals('W') }), 'unknown');
  });
});
