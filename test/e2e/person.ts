import type { Page } from 'playwright-core';
import type { EditorWindow } from '../editor/EditorWindow.ts';
import { waitFor } from '../editor/waitFor.ts';

export const SIGN_IN = 'AWS SSO: Sign in with SSO';

/** Reads the code off the notification. */
export async function codeShown(window: EditorWindow): Promise<string> {
  const message = await window.notificationText(/enter the code [A-Z]{4}-[A-Z]{4}/);
  const code = /[A-Z]{4}-[A-Z]{4}/.exec(message)?.[0];
  if (!code) {
    throw new Error(`There is no code in “${message}”.`);
  }
  return code;
}

/** Presses a button on the page of the Identity Center, and closes it once it shows the outcome. */
export async function decideInBrowser(page: Page, button: 'Allow' | 'Deny'): Promise<void> {
  await page.getByRole('button', { name: button, exact: true }).click();
  await page.locator('.outcome').waitFor();
  await page.close();
}

/** Sets the log level to Trace, so that what is searched for secrets is all that can be logged. */
export async function logEverything(window: EditorWindow): Promise<void> {
  await window.runCommand('Developer: Set Log Level...');
  await window.quickInput.pick('Trace');
}

/** Chooses a role of the account that the local Identity Center calls Sandbox from the lists for terminals. */
export async function chooseTerminalRole({ quickInput }: EditorWindow, role: string): Promise<void> {
  await quickInput.opened('Use Role in Terminals');
  await waitFor('the accounts', async () => (await quickInput.entries()).includes('Sandbox'));
  await quickInput.pick('Sandbox');
  await waitFor('the roles', async () => (await quickInput.entries()).includes(role));
  await quickInput.pick(role);
}
