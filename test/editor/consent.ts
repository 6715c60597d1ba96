import type { Page } from 'playwright-core';

/** "The extension 'X' wants to sign in using Y.", "… wants to access the Y account 'Z'." */
const question = /The extension '.*' wants /;

/**
 * While extension tests run, VS Code refuses every dialog, the consent to use an account included, so nothing could ever
 * sign in. Lets this one question through in the script of the workbench; all others are refused as ever.
 */
export function letSignInsAsk(original: string): string {
  const patched = original.replace(
    // The minimum engine's build has shortened the name of the method, which is skipDialogs.
    /async prompt\((\w+)\)\{if\((this\.\w+\(\))\)throw(?= new Error\(`DialogService: refused)/,
    (_, asked: string, skip: string) =>
      `async prompt(${asked}){if(${skip}&&!${String(question)}.test(${asked}.message))throw`,
  );
  if (patched === original) throw new Error('This VS Code refuses dialogs in a way unknown here.');
  return patched;
}

/** Nobody is there to agree, so agree to each as it comes. Only ever ends by a failure. */
export async function allowSignIns(page: Page): Promise<never> {
  const allow = page
    .locator('.monaco-dialog-box')
    .filter({ hasText: question })
    .getByRole('button', { name: 'Allow', exact: true });
  for (;;) {
    await allow.first().waitFor({ timeout: 0 });
    await allow.first().click({ timeout: 10_000 });
  }
}
