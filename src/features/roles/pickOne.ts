import * as l10n from '@vscode/l10n';
import { AwsSsoError } from '../../base/errors.ts';
import { cancelled } from '../ui/cancellation.ts';
import { BACK, type PickItem, type Ui } from '../ui/Ui.ts';

export interface Picked<Value> {
  readonly value: Value;
  readonly wasAsked: boolean;
}

/** Takes what was decided before for an answer. */
export function decided<Value>(value: Value): Picked<Value> {
  return { value, wasAsked: false };
}

export type Listed<Value> = PickItem & { readonly value: Value };

/** Shows at once that something is being listed, and the list when it is there. Takes the only item without a question. */
export async function pickOne<Value>(
  ui: Pick<Ui, 'pick'>,
  {
    title,
    placeholder,
    canGoBack,
    list,
  }: {
    readonly title: string;
    readonly placeholder: string;
    readonly canGoBack: boolean;
    /** Called once more after a button of an item was pressed. */
    readonly list: () => Promise<readonly Listed<Value>[]>;
  },
): Promise<Picked<Value> | typeof BACK> {
  const closing = new AbortController();
  const listing = list();
  const answer = ui.pick({
    ...{ title, placeholder, canGoBack },
    items: listing,
    itemsAgain: list,
    signal: closing.signal,
  });
  try {
    const listed = await Promise.race([listing, answer.then(() => undefined)]);
    const [only, ...others] = listed ?? [];
    if (listed?.length === 0) {
      throw new AwsSsoError('RoleNotAssigned', l10n.t('You have no accounts or roles here.'));
    }
    if (only && others.length === 0) {
      return decided(only.value);
    }
    const chosen = await answer;
    if (chosen === BACK) {
      return BACK;
    }
    if (typeof chosen !== 'object') {
      throw cancelled();
    }
    return { value: chosen.value, wasAsked: true };
  } finally {
    closing.abort();
  }
}
