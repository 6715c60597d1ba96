import * as v from 'valibot';
import type * as vscode from 'vscode';
import { isRegion } from '../../../aws/endpoints/regions.ts';

const REGIONS_CHOSEN = 'awsSso.regions';

/** By account id. An empty text stands for no region. */
const RegionsSchema = v.record(
  v.string(),
  v.pipe(
    v.string(),
    v.check((text) => text === '' || isRegion(text)),
  ),
);

/** Returns the region that the person chose for the account; an empty text for none, undefined where they were not asked. */
export function regionChosen(globalState: vscode.Memento, accountId: string): string | undefined {
  return regionsChosen(globalState)[accountId];
}

export async function rememberRegion(
  globalState: vscode.Memento,
  accountId: string,
  region: string,
): Promise<void> {
  await globalState.update(REGIONS_CHOSEN, { ...regionsChosen(globalState), [accountId]: region });
}

function regionsChosen(globalState: vscode.Memento): Readonly<Record<string, string>> {
  const result = v.safeParse(RegionsSchema, globalState.get(REGIONS_CHOSEN));
  return result.success ? result.output : {};
}
