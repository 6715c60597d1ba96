import { messageOf } from '../../../base/errors.ts';
import type { StepOptions } from './SignInStep.ts';

/** Opens a page. That the person declines, or VS Code can't, ends nothing: the address can be opened by other means. */
export async function openAddress(
  address: string,
  { ui, log }: Pick<StepOptions, 'ui' | 'log'>,
): Promise<void> {
  await ui.openExternal(address).catch((error: unknown) => {
    log.warn(`The browser was not opened: ${messageOf(error)}`);
  });
}
