import type { Page, PageScreenshotOptions } from 'playwright-core';

const MAX_SHOTS = 12;

/** Takes a picture once nothing fades in any more. What moves for as long as it's there, such as the progress, isn't waited for. */
export async function stillPicture(page: Page, options: PageScreenshotOptions = {}): Promise<Buffer> {
  let picture = await page.screenshot(options);
  let last: Buffer | undefined;
  for (let shots = 0; shots < MAX_SHOTS && last?.equals(picture) !== true; shots++) {
    last = picture;
    picture = await page.screenshot(options);
  }
  return picture;
}
