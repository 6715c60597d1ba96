import assert from 'node:assert/strict';
import { confirmRole, type RoleUse } from '../../../../src/features/roles/confirmRole.ts';
import { DEPLOY_CHAIN } from '../../support/roleChain.ts';
import type { Message } from '../../../../src/features/ui/Ui.ts';

const ROLE = { sessionName: 'corp', accountId: '111122223333', accountName: 'Production', roleName: 'Admin' };

/** A person who presses that button, and what they saw. */
function pressing(button: (buttons: readonly string[]) => string | undefined) {
  const seen: Message[] = [];
  return {
    seen,
    show: (message: Message) => {
      seen.push(message);
      return Promise.resolve(button(message.buttons ?? []));
    },
  };
}

describe('confirmRole', () => {
  for (const [use, text, button] of [
    ['terminals', 'Use Admin in Production (111122223333) in terminals?', 'Use Role'],
    ['clipboard', 'Copy credentials for Admin in Production (111122223333)?', 'Copy Credentials'],
    ['profile', 'Add a profile for Admin in Production (111122223333)?', 'Add Profile'],
    ['served', 'Serve Admin in Production (111122223333) to programs on this machine?', 'Serve Role'],
    ['console', 'Open the AWS console with Admin in Production (111122223333)?', 'Open AWS Console'],
  ] as const satisfies readonly (readonly [RoleUse, string, string])[]) {
    it(`asks in a modal dialog that names role, account and session: ${use}`, async () => {
      const ui = pressing(([first]) => first);
      await confirmRole(ui, use, ROLE);
      const [message] = ui.seen;
      assert.deepEqual([message?.text, message?.buttons], [text, [button]]);
      assert.match(message?.detail ?? '', /^Session: corp\n\n.*If you didn’t run this command, an extension/);
    });
  }

  it('blames nobody else for what was most likely the person’s choice', async () => {
    const ui = pressing(([first]) => first);
    await confirmRole(ui, 'terminals', ROLE, { isChosen: true });
    assert.match(ui.seen[0]?.detail ?? '', /this role\. Continue only if you expected this role\.$/);
  });

  it('names the way to a role that is not assigned itself', async () => {
    const ui = pressing(([first]) => first);
    const links = [...DEPLOY_CHAIN.links, { roleArn: 'arn:aws:iam::777788889999:role/security/Audit' }];
    const chain = { ...DEPLOY_CHAIN, links };
    await confirmRole(ui, 'terminals', { ...ROLE, chain });
    assert.match(ui.seen[0]?.detail ?? '', /^Session: corp\nBy way of Hub → Deploy in 111122223333\n\n/);
  });

  it('asks in a modal dialog before an extension gets a role for the first time', async () => {
    const ui = pressing(([first]) => first);
    await confirmRole(ui, 'extension', ROLE);
    const [message] = ui.seen;
    assert.equal(message?.text, 'Let an extension use Admin in Production (111122223333)?');
    assert.deepEqual(message?.buttons, ['Give Role']);
    assert.match(message?.detail ?? '', /^Session: corp\n\n.*Continue only if you expected this role/);
  });

  it('names an account without a name by its id', async () => {
    const ui = pressing(([first]) => first);
    await confirmRole(ui, 'terminals', { ...ROLE, accountName: undefined });
    assert.equal(ui.seen[0]?.text, 'Use Admin in 111122223333 in terminals?');
  });

  it('goes no further when the person closes the dialog', () =>
    assert.rejects(
      confirmRole(
        pressing(() => undefined),
        'terminals',
        ROLE,
      ),
      { code: 'Cancelled' },
    ));

  it('shows names as names, whatever is in them', async () => {
    const ui = pressing(([first]) => first);
    const accountName = `Sandbox (444455556666) in terminals?\n\nApproved by your administrator\u202e${'x'.repeat(300)}`;
    await confirmRole(ui, 'terminals', { ...ROLE, accountName, sessionName: 'corp\n\nApproved' });
    assert.doesNotMatch(ui.seen[0]?.text ?? '', /[\n\u202e]/);
    assert.match(ui.seen[0]?.text ?? '', /^.{1,200}… \(111122223333\) in terminals\?$/);
    assert.match(ui.seen[0]?.detail ?? '', /^Session: corp Approved\n\n/);
  });
});
