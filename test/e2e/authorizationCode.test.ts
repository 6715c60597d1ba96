import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import type { EditorWindow, Popup } from '../editor/EditorWindow.ts';
import { waitFor } from '../editor/waitFor.ts';
import { type Used, useStage } from '../stage/useStage.ts';
import { assertNoSecretOnDisk } from './assertNoSecretOnDisk.ts';
import { logEverything, pressLink, SIGN_IN } from './person.ts';
import { SESSION, type Stage } from './Stage.ts';

const DONE = `Signed in to ${SESSION}.`;
const WAITING = /^Approve the sign-in to local in your browser/;

/*
 * The editor is in a browser here, and the setting is one of the server's machine: a person who has set it there is taken
 * at their word. The browser runs on the same machine, so it does come back. The page itself is opened under the editor's
 * own address, as whatever is on loopback, and leads to the listener directly.
 */
describe('Signing in by authorization code', () => {
  let stage: Stage;
  let window: EditorWindow;
  let shortenTimers: Used['shortenTimers'];
  useStage(
    { machineSettings: { 'awsSso.signInFlow': 'authorizationCode' } },
    (used) => ({ stage, window, shortenTimers } = used),
  );

  /** The page to approve on, which opens by itself. */
  const begin = (): Promise<Popup> => window.expectPopup(() => window.runCommand(SIGN_IN));

  /** Where the page leads, with these members in the query. */
  function callbackOf({ url }: Popup, members: Readonly<Record<string, string>>): string {
    const query = new URL(url).searchParams;
    const state = query.get('state') ?? '';
    return `${query.get('redirect_uri')}?${new URLSearchParams({ state, ...members }).toString()}`;
  }

  async function press(page: Page, button: 'Allow'): Promise<string> {
    await page.getByRole('button', { name: button, exact: true }).click();
    await page.waitForURL(/^http:\/\/127\.0\.0\.1:\d+\/oauth\/callback\?/);
    return page.innerText('main');
  }

  const tokenRequests = () =>
    stage.identityCenter.requests.filter(({ operation }) => operation === 'CreateToken');

  it('opens the page, comes back by itself, and has a token for another extension', async () => {
    await logEverything(window);
    const popup = await begin();
    const text = await window.notificationText(WAITING);
    assert.match(
      text,
      /page that can’t be reached, use a code\. Open Browser · Copy Link · Use a Code Instead · (9|10) min left$/,
    );
    await pressLink(window, 'Copy Link', WAITING);
    await waitFor('the link on the clipboard', async () =>
      (await window.clipboard()).startsWith(`${stage.identityCenter.url}/authorize?response_type=code&`),
    );
    const shown = await press(popup.page, 'Allow');
    assert.match(shown, /You can close this page/);
    assert.match(shown, /Return to VS Code to finish signing in to local\./);
    await window.notification(DONE);
    await window.notificationGone(WAITING);

    await window.runCommand('AWS SSO Consumer: List My Accounts');
    await window.dialog(/wants to/);
    await window.pressDialogButton('Allow');
    await window.notification(new RegExp(`${SESSION} opens `));
    assert.deepEqual(
      tokenRequests().map(({ grant, status }) => [grant, status]),
      [['authorization_code', 200]],
    );
  });

  it('goes on after answers that are not its own, of other pages and of the network', async () => {
    const popup = await begin();
    const forged = callbackOf(popup, { code: 'forged', state: 'guessed' });
    const other = await popup.page.context().newPage();
    await other.goto(forged);
    assert.match(await other.innerText('main'), /This sign-in is no longer active/);
    await other.goto(callbackOf(popup, { error: 'access_denied', state: 'guessed' }));
    // A foreign page that has guessed the port: by an image, a request, and a form.
    const attack = `<!doctype html><title>Foreign</title><img src="${forged}" alt="">
      <form method="post" action="${forged}"></form>
      <script>
        fetch(${JSON.stringify(forged)}, { mode: 'no-cors' })
          .finally(() => fetch(${JSON.stringify(forged)}, { mode: 'no-cors', method: 'POST', body: 'x' }))
          .finally(() => document.forms[0].submit());
      </script>`;
    const foreign = createServer((_, response) => response.end(attack));
    await once(foreign.listen(0, '127.0.0.1'), 'listening');
    await other.goto(`http://127.0.0.1:${(foreign.address() as AddressInfo).port}/`, { waitUntil: 'commit' });
    await waitFor('all of them to be refused', async () => {
      const logs = await stage.server.logs();
      const refusals = (status: number) => logs.split(`refused: ${status}, `).length - 1;
      return refusals(400) >= 4 && refusals(405) >= 2;
    });
    foreign.close();
    foreign.closeAllConnections();
    const elsewhere = new URL('/favicon.ico', forged);
    assert.equal((await fetch(elsewhere)).status, 404);
    await window.notification(WAITING);
    await press(popup.page, 'Allow');
    await window.notification(DONE);
  });

  it('doubts the region after a minute, with every way to go on in sight, and begins anew in another', async () => {
    await shortenTimers(60_000, 1_000);
    const { page } = await begin();
    await page.close();
    const doubt = /If the page shows an error, us-east-1 may be the wrong region/;
    // The editor cuts what is too long for a notification.
    const text = await window.notificationText(doubt);
    assert.match(text, /Use a Code Instead · Choose Another Region · (9|10) min left$/);
    assert.equal((await window.notifications()).length, 1);
    const again = await window.expectPopup(async () => {
      await pressLink(window, 'Choose Another Region', doubt);
      await window.quickInput.opened(`Choose another region for ${SESSION}`);
      await window.quickInput.type('eu-west-1');
      await window.quickInput.accept();
    });
    await press(again.page, 'Allow');
    await window.notification(DONE);
  });

  it('left no secret in any file of the server, in its logs or in the settings', async () => {
    await assertNoSecretOnDisk(stage, { mustHoldRequests: true });
  });
});
