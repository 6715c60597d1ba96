import assert from 'node:assert/strict';
import { AwsSsoError } from '../../../../src/base/errors.ts';
import type { TerminalRole } from '../../../../src/features/terminals/terminalMemory.ts';
import {
  isStale,
  problemBefore,
  type TerminalState,
} from '../../../../src/features/terminals/terminalState.ts';

const ROLE: TerminalRole = { session: 's', sessionName: 'corp', accountId: '111122223333', roleName: 'R' };
const SIGNED_OUT = new AwsSsoError('NotSignedIn', 'x');
const NOT_ASSIGNED = new AwsSsoError('RoleNotAssigned', 'x');

const state = (more: Partial<TerminalState>): TerminalState => ({
  role: ROLE,
  why: undefined,
  preferred: [],
  problem: undefined,
  ...more,
});

describe('The state of terminals', () => {
  it('keeps the problem of its role, until somebody has signed in', () => {
    assert.equal(problemBefore(state({ problem: NOT_ASSIGNED }), ROLE, true), NOT_ASSIGNED);
    assert.equal(problemBefore(state({ problem: SIGNED_OUT }), ROLE, false), SIGNED_OUT);
    assert.equal(problemBefore(state({ problem: SIGNED_OUT }), ROLE, true), undefined);
    assert.equal(
      problemBefore(state({ problem: NOT_ASSIGNED }), { ...ROLE, roleName: 'W' }, true),
      undefined,
    );
  });

  for (const [what, expected, before, isSignedIn, hasCredentials] of [
    ['nothing has changed', false, state({}), true, true],
    ['somebody has signed out', true, state({}), false, true],
    ['nobody is signed in still', false, state({ problem: SIGNED_OUT }), false, false],
    ['somebody has signed in', true, state({ problem: SIGNED_OUT }), true, false],
    ['live credentials are not there yet', false, state({}), true, false],
    ['variables hold those of somebody else', true, state({ why: 'remote' }), true, false],
  ] as const) {
    it(`${expected ? 'is' : 'is not'} stale where ${what}`, () => {
      assert.equal(isStale(before, { isSignedIn, hasCredentials }), expected);
    });
  }
});
