import type { BrowserContext, Page } from 'playwright-core';

/** A page in a browser window of its own: a tab in the background draws no frames, so it would show no notifications. */
export async function openWindow(context: BrowserContext): Promise<Page> {
  const browser = context.browser();
  const sibling = context.pages()[0];
  if (!browser || !sibling) return context.newPage();
  const session = await context.newCDPSession(sibling);
  const { targetInfo } = await session.send('Target.getTargetInfo');
  await session.detach();
  const control = await browser.newBrowserCDPSession();
  try {
    const opened = context.waitForEvent('page', { timeout: 30_000 });
    await control.send('Target.createTarget', {
      url: 'about:blank',
      newWindow: true,
      ...(targetInfo.browserContextId === undefined ? {} : { browserContextId: targetInfo.browserContextId }),
    });
    return await opened;
  } finally {
    await control.detach();
  }
}
