import type { Page } from 'playwright-core';
import type { EditorWindow } from '../editor/EditorWindow.ts';
import { waitFor } from '../editor/waitFor.ts';
import type { Stage } from './Stage.ts';

export const SIGN_IN = 'AWS SSO: Sign in with SSO';

/** The notification of a sign-in that waits for a code to be confirmed. */
export const CODE = /^[A-Z]{4}-[A-Z]{4} is your code/;

/** Reads the code off the notification. */
export async function codeShown(window: EditorWindow): Promise<string> {
  return (await window.notificationText(CODE)).slice(0, 9);
}

/** Presses a link of the notification of a sign-in. */
export async function pressLink(window: EditorWindow, name: string, notification = CODE): Promise<void> {
  const item = await window.notification(notification);
  await item.getByRole('link', { name, exact: true }).click();
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

interface ChooseOptions {
  readonly isAgreed?: boolean;
  readonly title?: string;
  readonly button?: AgreeButton;
}

/**
 * Chooses a role of the account that the local Identity Center calls Sandbox from the lists for terminals, and agrees to it
 * unless that was done in this window before.
 */
export async function chooseTerminalRole(
  window: EditorWindow,
  role: string,
  { isAgreed = false, title = 'Use Role in Terminals', button = 'Use Role' }: ChooseOptions = {},
): Promise<void> {
  const { quickInput } = window;
  await quickInput.opened(title);
  await waitFor('the accounts', async () => (await quickInput.entries()).includes('Sandbox'));
  await quickInput.pick('Sandbox');
  await waitFor('the roles', async () => (await quickInput.entries()).includes(role));
  await quickInput.pick(role);
  if (!isAgreed) {
    await agree(window, button);
  }
}

type AgreeButton = 'Use Role' | 'Open Terminal' | 'Copy Credentials' | 'Add Profile';

/** Agrees to the use of a role, which is asked once for each role and use of it in a window. */
export async function agree(window: EditorWindow, button: AgreeButton): Promise<void> {
  await window.dialog(/(Use|Open a terminal with|Copy credentials for|Add a profile for) .*\?/);
  await window.pressDialogButton(button);
}

/** Answers the question for the region of an account, by its place: asked once, where nothing names one. */
export async function chooseRegion(
  { quickInput }: EditorWindow,
  place: string,
  region: string,
): Promise<void> {
  await waitFor('the question', async () => (await quickInput.placeholder()).includes('Select the region'));
  await quickInput.type(place);
  await quickInput.pick(region);
}

/** Signs in from the palette, and agrees at the Identity Center. */
export async function signIn(
  window: EditorWindow,
  { identityCenter }: Pick<Stage, 'identityCenter'>,
): Promise<void> {
  await window.runCommand(SIGN_IN);
  identityCenter.approve(await codeShown(window));
  await window.notification(/Signed in to /);
}

/** Signs out from the palette, of the only session. */
export async function signOut(window: EditorWindow): Promise<void> {
  await window.runCommand('AWS SSO: Sign Out…');
  await window.dialog(/Sign out of .*\?/);
  await window.pressDialogButton('Sign Out');
}

/** Answers the editor's question whether an extension may. @returns the question. */
export async function answerConsent(window: EditorWindow, answer: 'Allow' | 'Cancel'): Promise<string> {
  const question = await window.dialogText(/wants to/);
  await window.pressDialogButton(answer);
  return question;
}

/** Answers our question whether an extension may have the role, which is asked for its first use. @returns the question. */
export async function answerRole(window: EditorWindow, answer: 'Give Role' | 'Cancel'): Promise<string> {
  const question = await window.dialogText(/Let an extension use /);
  await window.pressDialogButton(answer);
  return question;
}

/** Asks until the editor asks the person, since a refusal holds for some seconds. */
export async function untilAsked(window: EditorWindow, ask: () => Promise<void>): Promise<void> {
  await waitFor('the question', async () => {
    await ask();
    return window.dialog(/wants to/, { seconds: 1 }).catch(() => undefined);
  });
}

/** Takes the consent back for one account. */
export async function revokeConsent(
  window: EditorWindow,
  account: string | RegExp,
  extension: string,
): Promise<void> {
  const { quickInput } = window;
  await window.runCommand('Accounts: Manage Trusted Extensions For Account');
  await quickInput.pick(account);
  await quickInput.opened('Manage Trusted Extensions');
  await quickInput.pick(extension);
  await quickInput.ok();
  await quickInput.closed();
}
