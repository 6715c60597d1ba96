import type { Page } from 'playwright-core';
import type { EditorWindow } from '../editor/EditorWindow.ts';

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

/** Presses Allow on the page of the Identity Center, and closes it as the page says. */
export async function approveInBrowser(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Allow' }).click();
  await page.getByText(/close this/).waitFor();
  await page.close();
}
