import { messageOf } from '../../base/errors.ts';
import type { Log } from '../../base/Log.ts';
import type { Ui } from './Ui.ts';

/** Copies a code or a link. @returns whether the clipboard took it: in some remote windows it doesn't. */
export async function copyText(
  text: string,
  { ui, log }: { ui: Pick<Ui, 'copy'>; log: Log },
): Promise<boolean> {
  try {
    await ui.copy(text);
    return true;
  } catch (error) {
    log.warn(`The clipboard did not take it: ${messageOf(error)}`);
    return false;
  }
}
