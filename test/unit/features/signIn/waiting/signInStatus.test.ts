import assert from 'node:assert/strict';
import { signInStatus } from '../../../../../src/features/signIn/waiting/signInStatus.ts';
import type { WaitingSignIn } from '../../../../../src/features/signIn/waiting/WaitingSignIns.ts';

function waiting(code?: string): WaitingSignIn {
  const sentence = code ? `${code} is your code to sign in to corp.` : 'Approve the sign-in in your browser.';
  const view = () => ({ sentence, actions: [], ...(code ? { code } : {}) });
  return { id: 'i', sessionId: 's', name: 'corp', view, showAgain: () => undefined, cancel: () => undefined };
}

describe('signInStatus', () => {
  it('is nothing while nobody signs in', () => assert.equal(signInStatus([]), undefined));

  it('shows the code, and spells it for a screen reader', () =>
    assert.deepEqual(signInStatus([waiting('ABCD-EFGH')]), {
      text: '$(loading~spin) ABCD-EFGH',
      spoken: 'ABCD-EFGH is your code to sign in to corp. A B C D E F G H',
    }));

  it('says what it is where there is no code', () =>
    assert.deepEqual(signInStatus([waiting()]), {
      text: '$(loading~spin) AWS Sign-In',
      spoken: 'Approve the sign-in in your browser.',
    }));

  it('counts several', () =>
    assert.equal(signInStatus([waiting('ABCD-EFGH'), waiting()])?.spoken, '2 AWS sign-ins waiting'));
});
