import assert from 'node:assert/strict';
import { roleTerminal } from '../../../../../src/features/terminals/shells/roleTerminal.ts';
import type { TerminalState } from '../../../../../src/features/terminals/terminalState.ts';

const state = (more: Partial<TerminalState> = {}): TerminalState => ({
  role: {
    session: 's',
    sessionName: 'corp',
    accountId: '111122223333',
    accountName: 'Sandbox',
    roleName: 'Reader',
  },
  why: undefined,
  preferred: [],
  problem: undefined,
  ...more,
});

describe('A terminal that is opened for a role', () => {
  it('is named after role and account', () => {
    assert.equal(roleTerminal(state()).name, 'Reader · Sandbox');
    const { session, sessionName, accountId, roleName } = state().role;
    const role = { session, sessionName, accountId, roleName };
    assert.equal(roleTerminal(state({ role })).name, 'Reader · 111122223333');
  });

  it('has no icon in its name that comes from outside', () => {
    const role = { ...state().role, accountName: '$(verified)\u202eSandbox' };
    assert.equal(roleTerminal(state({ role })).name, 'Reader · $ (verified) Sandbox');
  });

  it('does without the variables that are preferred to those of the role', () => {
    assert.deepEqual(
      roleTerminal(state({ why: 'remote', preferred: ['AWS_PROFILE'] })).env?.['AWS_PROFILE'],
      null,
    );
    assert.deepEqual(roleTerminal(state()).env, {});
  });

  it('gets no other credentials when it is restored without those that expire', () => {
    const { env } = roleTerminal(state({ why: 'profile' }));
    assert.equal(env?.['AWS_ACCESS_KEY_ID'], 'NO-CREDENTIALS-SEE-EDITOR');
  });

  it('is in the folder whose role it has', () => {
    const uri = { scheme: 'file' } as NonNullable<TerminalState['folder']>['uri'];
    assert.equal(roleTerminal(state({ folder: { uri, name: 'api', index: 0 } })).cwd, uri);
    assert.equal('cwd' in roleTerminal(state()), false);
  });
});
