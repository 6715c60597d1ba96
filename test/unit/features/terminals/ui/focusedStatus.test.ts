import assert from 'node:assert/strict';
import { AwsSsoError } from '../../../../../src/base/errors.ts';
import { focusedStatus } from '../../../../../src/features/terminals/ui/focusedStatus.ts';
import { roleStatus } from '../../../../../src/features/terminals/ui/roleStatus.ts';
import type { TerminalRole } from '../../../../../src/features/terminals/terminalMemory.ts';
import type { TerminalState } from '../../../../../src/features/terminals/terminalState.ts';

const READER: TerminalRole = {
  ...{ session: 's', sessionName: 'corp', accountId: '111122223333', accountName: 'Sandbox' },
  roleName: 'Reader',
};
const WRITER: TerminalRole = { ...READER, roleName: 'Writer' };
const STATE: TerminalState = {
  role: READER,
  why: undefined,
  preferred: [],
  region: 'eu-west-1',
  problem: undefined,
};

describe('What the status bar shows of the terminal that has the focus', () => {
  it('is the role of the window where nothing else is known, and nothing where there is none', () => {
    assert.deepEqual(focusedStatus(STATE, undefined), roleStatus(STATE));
    assert.equal(focusedStatus(undefined, undefined), undefined);
    assert.deepEqual(focusedStatus(STATE, { role: READER, isOwn: false }), roleStatus(STATE));
  });

  it('is its own role, with its region, whatever the window uses', () => {
    const focused = { role: WRITER, isOwn: true, region: 'us-east-1' };
    assert.equal(focusedStatus(undefined, focused)?.text, '$(key) Writer · Sandbox · us-east-1');
    const { text, sentences, label } = focusedStatus(STATE, focused) ?? {};
    assert.equal(text, '$(key) Writer · Sandbox · us-east-1');
    assert.deepEqual(sentences, [
      'This terminal uses the role Writer in Sandbox (111122223333).',
      'New terminals use the role Reader in Sandbox (111122223333). Credentials stay fresh.',
    ]);
    assert.match(label ?? '', /^This terminal: AWS role in terminals: Writer in Sandbox/);
    const same = focusedStatus(STATE, { role: READER, isOwn: true, region: 'us-east-1' });
    assert.equal(same?.text, '$(key) Reader · Sandbox · us-east-1');
  });

  it('is the role that it was opened with, where the window uses another one now', () => {
    assert.equal(focusedStatus(STATE, { role: WRITER, isOwn: false })?.text, '$(key) Writer · Sandbox');
  });

  it('is none for a terminal from before, where the window uses one now', () => {
    const { text, sentences } = focusedStatus(STATE, { isOwn: false }) ?? {};
    assert.equal(text, '$(circle-slash) No AWS role');
    assert.match(sentences?.[0] ?? '', /^This terminal was opened without a role/);
    assert.equal(focusedStatus(undefined, { isOwn: false }), undefined);
  });

  it('warns of a protected account, of the window or its own, and names what other folders use', () => {
    const context = {
      isProtected: (accountId: string) => accountId === READER.accountId,
      isSignedOut: () => false,
      others: [STATE],
    };
    const ofWindow = focusedStatus(STATE, undefined, context);
    const own = focusedStatus(STATE, { role: WRITER, isOwn: true }, context);
    assert.deepEqual([ofWindow?.isWarning, own?.isWarning], [true, true]);
    assert.match(own?.text ?? '', /Writer · Sandbox · Protected/);
    assert.equal(own?.sentences[1], 'Sandbox (111122223333) is a protected account.');
    assert.equal(ofWindow?.sentences.length, 3);
    const other = { ...WRITER, accountId: '444455556666' };
    assert.equal(focusedStatus(STATE, { role: other, isOwn: true }, context)?.isWarning, false);
  });

  it('says when its credentials expire, and what is wrong with them', () => {
    const expiration = Date.UTC(2026, 0, 1);
    const expiring = focusedStatus(undefined, { role: WRITER, isOwn: true, expiration });
    assert.match(expiring?.sentences[0] ?? '', /until .*\. After that, open a new one\.$/);
    const problem = new AwsSsoError('NotSignedIn', 'You signed out.');
    const failing = focusedStatus(undefined, { role: WRITER, isOwn: true, problem });
    assert.equal(failing?.isWarning, true);
    assert.deepEqual(failing?.sentences.slice(1), ['You signed out.']);
  });

  it('warns once nobody is signed in to its session, before a program has asked in vain; not of credentials that it has', () => {
    const context = {
      isProtected: () => false,
      isSignedOut: (session: string) => session === 's',
      others: [],
    };
    for (const isOwn of [true, false]) {
      const { text, sentences, isWarning } = focusedStatus(STATE, { role: WRITER, isOwn }, context) ?? {};
      assert.deepEqual([text, isWarning], ['$(warning) Writer · Sandbox', true]);
      assert.equal(sentences?.[1], 'You’re not signed in to “corp”.');
    }
    const holding = { role: WRITER, isOwn: true, expiration: Date.now() + 60_000 };
    assert.match(focusedStatus(undefined, holding, context)?.text ?? '', /^\$\(key\)/);
    const other = { role: { ...WRITER, session: 'other' }, isOwn: true };
    assert.match(focusedStatus(undefined, other, context)?.text ?? '', /^\$\(key\)/);
  });
});
