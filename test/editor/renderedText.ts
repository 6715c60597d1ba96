import type { Page } from 'playwright-core';
import { waitFor } from './waitFor.ts';

/** The text of the Markdown preview that holds this, once it's rendered. It's in a frame of its own within a webview. */
export function renderedText(page: Page, containing: string, { seconds = 40 } = {}): Promise<string> {
  return waitFor(
    `a preview with “${containing}”`,
    async () => {
      for (const frame of page.frames()) {
        const text = await frame.evaluate<string>('document.body?.innerText ?? ""').catch(() => '');
        if (frame !== page.mainFrame() && text.includes(containing)) return text.replace(/\s+/g, ' ');
      }
      return undefined;
    },
    { seconds },
  );
}
