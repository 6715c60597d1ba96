import assert from 'node:assert/strict';
import type { EditorWindow } from '../editor/EditorWindow.ts';
import { TreeView } from '../editor/TreeView.ts';
import { waitFor } from '../editor/waitFor.ts';
import { madeUpAccounts } from '../identity-center/server.ts';
import { useStage } from '../stage/useStage.ts';
import { agree, chooseRegion, CODE, codeShown } from './person.ts';
import { SESSION, type Stage } from './Stage.ts';

const ACCOUNT_1 = 'Account 1';
const ACCOUNT_777 = 'Account 777';

describe('The view of a thousand accounts, on a portal that answers twenty calls a second', () => {
  let stage: Stage;
  let window: EditorWindow;
  let view: TreeView;
  useStage(
    { identityCenter: { accounts: madeUpAccounts(1000), portalCallsPerSecond: 20 }, keeps: true },
    (used) => ({ stage, window } = used),
  );
  before(async () => {
    view = new TreeView(window.page, 'AWS SSO');
    await view.open();
  });

  const count = (operation: string): number =>
    stage.identityCenter.requests.filter((request) => request.operation === operation).length;
  const throttled = (): number => stage.identityCenter.requests.filter(({ status }) => status === 429).length;

  async function approve(): Promise<void> {
    stage.identityCenter.approve(await codeShown(window));
    await window.notification(new RegExp(`Signed in to ${SESSION}`));
    await window.closeNotification(new RegExp(`Signed in to ${SESSION}`));
    await waitFor('the session to be signed in, and open', async () => {
      const { description, isExpanded } = await view.row(SESSION);
      return description === 'signed in' && isExpanded;
    });
  }

  it('shows that nobody is signed in, asks nobody, and signs in by a click', async () => {
    const row = await view.row(SESSION);
    assert.deepEqual(await view.titleActions(), ['Collapse All']);
    assert.deepEqual([row.description, row.isExpanded], ['not signed in', undefined]);
    assert.match(row.spoken, /^Session local, .*not signed in\. Press Enter to sign in\.$/);
    assert.deepEqual(stage.identityCenter.requests, []);
    assert.deepEqual(await view.actions(SESSION), [
      'Sign in with SSO',
      'Open Terminal with Role… (Ctrl+K Shift+A)',
    ]);
    await view.click(SESSION);
    await approve();
  });

  it('lists all accounts with ten calls once the session is open, and no roles', async () => {
    const first = await view.row(ACCOUNT_1, { seconds: 30 });
    assert.deepEqual([first.description, first.level], ['100000000000', 2]);
    assert.equal(first.spoken, 'Account Account 1, 100000000000, account-1@example.com');
    await view.focus(SESSION);
    await window.page.keyboard.press('End');
    await view.row('Account 999');
    await window.page.keyboard.press('Home');
    assert.equal(count('ListAccounts'), 10);
    assert.equal(count('ListAccountRoles'), 0);
  });

  it('lists the roles of an account when that is expanded, with one call', async () => {
    await view.toggle(ACCOUNT_1);
    assert.equal(
      (await view.row('Role5')).spoken,
      'Role Role5 in Account 1 (100000000000). Press Enter to use it in terminals.',
    );
    await view.toggle('Account 10');
    await waitFor('the roles of both', async () => {
      const roles = (await view.rows()).filter(({ level }) => level === 3);
      return roles.length === 10;
    });
    assert.equal(count('ListAccountRoles'), 2);
    await view.toggle(ACCOUNT_1);
    await view.toggle(ACCOUNT_1);
    await view.row('Role5');
    assert.equal(count('ListAccountRoles'), 2);
  });

  it('opens the console for a role by its button, and has the other actions in its menu', async () => {
    await window.context.route(/awsapps\.com/, (route) => route.fulfill({ body: 'the console' }));
    assert.deepEqual(await view.actions('Role3'), ['Use Role in Terminals… (Ctrl+K A)', 'Open AWS Console…']);
    const { page, url } = await window.expectPopup(() => view.pressAction('Role3', 'Open AWS Console…'));
    const { startUrl } = stage.identityCenter;
    assert.equal(url, `${startUrl}/#/console?account_id=100000000000&role_name=Role3`);
    await page.close();
    await view.focus('Role3');
    assert.deepEqual(await view.menu(), [
      'Use Role in Terminals…',
      'Open Terminal with Role…',
      'Open AWS Console…',
      'Copy Role Credentials…',
      'Add Profile to AWS Config…',
      'Pin Role',
    ]);
    await view.pickFromMenu('Copy Role Credentials…');
    await agree(window, 'Copy Credentials');
    await window.quickInput.opened('Copy Role Credentials');
    await window.quickInput.pick('JSON');
    await window.notification(/Copied credentials for Role3 in Account 1 \(100000000000\)/);
    await window.closeNotification(/Copied credentials/);
    assert.match(await view.tooltip('Role3'), /Its credentials have 59 min left\./);
  });

  it('has terminals use a role by a double click, not by a click, and shows which one they use', async () => {
    await view.click('Role1');
    await view.focus('Role1');
    assert.equal((await view.menu())[0], 'Use Role in Terminals…');
    await window.page.keyboard.press('Escape');
    assert.equal(await window.hasDialog(/Use Role1/), false);
    await view.doubleClick('Role1');
    await agree(window, 'Use Role');
    await chooseRegion(window, 'frankfurt', 'eu-central-1');
    await window.notification(/New terminals use the role Role1 in Account 1 \(100000000000\)/);
    await window.closeNotification(/New terminals use/);
    await waitFor('the mark', async () => (await view.row('Role1')).spoken.endsWith('used in terminals'));
    // Roles used lately stand above the accounts.
    const [, first, second] = await view.rows();
    assert.deepEqual([first?.label, second?.label, second?.icon], ['Role1', 'Role3', 'history']);
    await view.focus('Role1');
    assert.equal((await view.menu())[0], 'Stop Using Role in Terminals');
    await view.pickFromMenu('Stop Using Role in Terminals');
    await waitFor('no mark', async () => !(await view.row('Role1')).spoken.endsWith('used in terminals'));
    await window.closeNotification(/Stopped using Role1/);
  });

  it('copies the ID of an account, by the keyboard alone', async () => {
    await view.focus(ACCOUNT_1);
    assert.deepEqual(await view.menu(), ['Copy Account ID']);
    await view.pickFromMenu('Copy Account ID');
    await waitFor('the ID', async () => (await window.clipboard()) === '100000000000');
  });

  it('shows the accounts that match a name, an ID or an address, as they are typed, and asks nobody', async () => {
    const before = stage.identityCenter.requests.length;
    const shown = (...labels: string[]) =>
      waitFor(
        async () => `only ${labels.join(', ')}; there are ${JSON.stringify((await view.rows()).slice(0, 5))}`,
        async () => {
          const accounts = (await view.rows()).filter(({ level, label }) => level === 2 && label !== '');
          return accounts.map(({ label }) => label).join() === labels.join();
        },
      );
    for (const text of ['100000000776', 'account-777@', '777 Account 776']) {
      await view.pressTitleAction('Filter Accounts');
      await window.quickInput.opened('Filter Accounts');
      await window.quickInput.type(text);
      await shown(ACCOUNT_777);
      await window.quickInput.accept();
      await window.quickInput.closed();
      await shown(ACCOUNT_777);
      await view.pressTitleAction('Clear Account Filter');
      assert.equal((await view.row(ACCOUNT_1)).isExpanded, true);
    }
    await view.pressTitleAction('Filter Accounts');
    await window.quickInput.opened('Filter Accounts');
    await window.quickInput.type('nobody');
    await shown('No accounts match “nobody”.');
    await window.quickInput.escape();
    await view.row(ACCOUNT_1);
    assert.equal(stage.identityCenter.requests.length, before);
  });

  it('finds an account by its name with the editor’s own search', async () => {
    await view.focus(SESSION);
    await window.page.keyboard.press('F3');
    await window.page.locator('.monaco-tree-type-filter input').fill('Account 777');
    await view.row(ACCOUNT_777);
    await window.page.keyboard.press('Escape');
    await window.page.keyboard.press('Home');
  });

  it('explains that the token is refreshed', async () => {
    assert.match(await view.tooltip(SESSION), /Signed in\. The token is refreshed automatically/);
  });

  it('shows what went wrong in the place of a list, once, and tries again when asked to', async () => {
    const account = 'Account 100';
    stage.identityCenter.fail('ListAccountRoles', { kind: 'html', status: 200 }, Infinity);
    await view.toggle(account);
    const failure = await view.row('Couldn’t list roles');
    assert.deepEqual([failure.icon, failure.level], ['warning', 3]);
    assert.match(failure.spoken, /Something other than AWS answered .*Press Enter to try again\.$/);
    const before = count('ListAccountRoles');
    await view.click(failure.label);
    await waitFor('another attempt', () => count('ListAccountRoles') > before);
    await view.row('Couldn’t list roles');
    stage.identityCenter.healthy();
    await view.pressAction(failure.label, 'Try Again');
    await waitFor('the roles', async () => {
      const rows = await view.rows();
      return rows[rows.findIndex(({ label }) => label === account) + 1]?.label === 'Role1';
    });
    assert.deepEqual(await window.notifications(), []);
  });

  it('follows a session that is signed out, in its place, and one that has ended', async () => {
    const gone = async () => {
      const rows = await view.rows();
      return rows.length === 1 && rows[0]?.description === 'not signed in';
    };
    await view.focus(SESSION);
    await view.menu();
    await view.pickFromMenu('Sign Out…');
    await window.dialog(/Sign out of /);
    await window.pressDialogButton('Sign Out');
    await waitFor('the session to be signed out', gone);
    await window.closeNotification(/Signed out of/);
    await view.pressAction(SESSION, 'Sign in with SSO');
    await approve();
    // As it was left.
    await view.row(ACCOUNT_1);
    stage.identityCenter.revokeSessions();
    await view.pressTitleAction('Refresh Accounts');
    await waitFor('the session to have ended', gone);
    await window.notification(/Your sign-in to local .*has ended/);
    await window.closeNotification(/has ended/);
  });

  it('can be used without a mouse, from the sign-in to a role', async () => {
    const { keyboard } = window.page;
    const opened = (label: string, way: readonly string[]) =>
      waitFor(`${label} to be open`, async () => {
        if ((await view.row(label)).isExpanded) return true;
        for (const key of [...way, 'ArrowRight']) await keyboard.press(key);
        return false;
      });
    await window.runCommand('AWS SSO: Focus on Accounts View');
    // The editor takes a moment to give it the focus.
    await waitFor('the sign-in', async () => {
      await keyboard.press('Home');
      await keyboard.press('Enter');
      return (await window.notifications()).some((text) => CODE.test(text));
    });
    await approve();
    await window.runCommand('AWS SSO: Focus on Accounts View');
    await waitFor('the session', async () => (await view.row(SESSION)).spoken.includes(', signed in'));
    // As it was left it is open; and what is pressed while the tree is drawn anew goes unheard.
    await waitFor('the session to be closed', async () => {
      const rows = await view.rows();
      if (rows.length === 1 && rows[0]?.isExpanded === false) return true;
      await keyboard.press('Home');
      await keyboard.press('ArrowLeft');
      return false;
    });
    await opened(SESSION, ['Home']);
    await view.row(ACCOUNT_1);
    // Below the two roles that were used before.
    await opened(ACCOUNT_1, ['Home', 'ArrowDown', 'ArrowDown', 'ArrowDown']);
    for (const key of ['Home', 'ArrowDown']) await keyboard.press(key);
    assert.ok((await view.menu()).includes('Pin Role'));
    await view.pickFromMenu('Pin Role');
    await waitFor('the pin', async () => (await view.rows())[1]?.icon === 'pinned');
    for (const key of ['Home', 'ArrowDown']) await keyboard.press(key);
    await keyboard.press('Enter');
    await window.notification(/New terminals use the role Role1 in Account 1/);
  });

  it('has never been told that it asks too much', () => {
    assert.equal(throttled(), 0);
  });
});
