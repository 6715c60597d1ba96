import assert from 'node:assert/strict';
import { AwsSsoError } from '../../../../../src/base/errors.ts';
import { roleStatus } from '../../../../../src/features/terminals/ui/roleStatus.ts';
import type { TerminalState } from '../../../../../src/features/terminals/terminalState.ts';

const state = (more: Partial<TerminalState> = {}): TerminalState => ({
  role: {
    session: 's',
    sessionName: 'corp',
    accountId: '111122223333',
    accountName: 'Production',
    roleName: 'ReadOnlyAccess',
  },
  why: undefined,
  preferred: [],
  problem: undefined,
  ...more,
});

describe('The status bar', () => {
  it('shows role, account and region', () => {
    assert.equal(roleStatus(state()).text, '$(key) ReadOnlyAccess · Production');
    const { text, label, sentences, isWarning } = roleStatus(state({ region: 'eu-central-1' }));
    assert.equal(text, '$(key) ReadOnlyAccess · Production · eu-central-1');
    assert.equal(label, 'AWS role in terminals: ReadOnlyAccess in Production. eu-central-1');
    assert.equal(sentences.length, 1);
    assert.equal(isWarning, false);
  });

  it('makes no icon and no second line of a name from outside', () => {
    const role = { ...state().role, accountName: 'Production\n$(verified)', roleName: '$(check)Admin' };
    const { text } = roleStatus(state({ role, region: '$(warning)' }));
    assert.equal(text, '$(key) $ (check)Admin · Production $ (verified) · $ (warning)');
  });

  it('warns of a problem, and says what it is', () => {
    const status = roleStatus(state({ problem: new AwsSsoError('NotSignedIn', 'You signed out.') }));
    assert.match(status.text, /^\$\(warning\)/);
    assert.equal(status.isWarning, true);
    assert.equal(status.sentences[1], 'You signed out.');
    assert.match(status.label, /You signed out\./);
  });

  it('warns of a protected account in its colour, in words, and to screen readers', () => {
    const { text, label, sentences, isWarning } = roleStatus(state({ region: 'eu-central-1' }), true);
    assert.equal(text, '$(key) ReadOnlyAccess · Production · Protected · eu-central-1');
    assert.equal(label, 'AWS role in terminals: ReadOnlyAccess in Production. Protected. eu-central-1');
    assert.equal(sentences[1], 'Production (111122223333) is a protected account.');
    assert.equal(isWarning, true);
  });

  it('says in its hover what other folders use', () => {
    const folder = { name: 'api' } as TerminalState['folder'] & object;
    const { sentences } = roleStatus(state(), false, [state({ folder })]);
    assert.match(sentences[1] ?? '', /^Folder api: New terminals use the role ReadOnlyAccess in Production/);
  });
});
