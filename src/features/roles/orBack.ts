import { BACK } from '../ui/Ui.ts';
import type { Picked } from './pickOne.ts';

/** Asks one question, then the others; and that one again when the person goes back to it. */
export async function orBack<Value, Result>(
  ask: () => Promise<Picked<Value> | typeof BACK>,
  others: (value: Value, wasAsked: boolean) => Promise<Result | typeof BACK>,
): Promise<Result | typeof BACK> {
  for (;;) {
    const picked = await ask();
    if (picked === BACK) {
      return BACK;
    }
    const result = await others(picked.value, picked.wasAsked);
    if (result !== BACK || !picked.wasAsked) {
      return result;
    }
  }
}
