import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import { AwsSsoError } from '../../../base/errors.ts';
import type { IdentityCenterSessions } from '../../../sessions/kinds/IdentityCenterSessions.ts';
import { sessionId } from '../../../sessions/kinds/identityCenter.ts';
import { cancelled } from '../../ui/cancellation.ts';
import { BACK, type Question, type Ui } from '../../ui/Ui.ts';
import { type LikelyRegions, type RegionItem, regionItems } from './regionItems.ts';
import { regionChosen, rememberRegion } from './regionMemory.ts';
import type { TerminalRole } from '../terminalMemory.ts';
import type { TerminalRoles } from '../TerminalRoles.ts';
import { accountOf } from '../terminalSentences.ts';

export interface ChooseRegionOptions {
  readonly sessions: Pick<IdentityCenterSessions, 'known'>;
  readonly terminals: Pick<TerminalRoles, 'look' | 'region' | 'state'>;
  readonly globalState: vscode.Memento;
  readonly workspaceState: vscode.Memento;
  readonly ui: Pick<Ui, 'pick'>;
}

/**
 * Asks for the region of the role's account where nothing names one, and remembers it for the account.
 *
 * @throws AwsSsoError `Cancelled`.
 */
export async function askRegionOnce(
  options: ChooseRegionOptions,
  frame: RegionFrame,
  role: TerminalRole,
): Promise<typeof BACK | undefined> {
  const { isDecided } = await options.terminals.region(role);
  return isDecided ? undefined : ask(options, frame, role, undefined);
}

/**
 * Asks for another region for the role in use, which new terminals have then.
 *
 * @throws AwsSsoError `Cancelled`; `InvalidRequest` where no role is used.
 */
export async function changeRegion(options: ChooseRegionOptions): Promise<void> {
  const { state } = options.terminals;
  if (!state) {
    throw new AwsSsoError('InvalidRequest', l10n.t('Terminals use no role.'));
  }
  await ask(options, { title: l10n.t('Change Region'), canGoBack: false }, state.role, state.region);
  options.terminals.look();
}

async function ask(
  { sessions, globalState, workspaceState, ui }: ChooseRegionOptions,
  frame: RegionFrame,
  role: TerminalRole,
  region: string | undefined,
): Promise<typeof BACK | undefined> {
  const session = sessions.known().find((known) => sessionId(known) === role.session);
  const place = { account: accountOf(role), inUse: region, ofSession: session?.region };
  const chosen = await askRegion(ui, frame, place);
  if (chosen === BACK) {
    return BACK;
  }
  // What the workspace named for its role is changed there.
  const isOfWorkspace = regionChosen(workspaceState, role.accountId) !== undefined;
  await rememberRegion(isOfWorkspace ? workspaceState : globalState, role.accountId, chosen);
  return undefined;
}

/** What the question has of the steps that it is one of. */
type RegionFrame = Pick<Question, 'title' | 'canGoBack'>;

/** Asks for a region to use somewhere. @returns an empty text for none. @throws AwsSsoError `Cancelled`. */
export async function askRegion(
  ui: Pick<Ui, 'pick'>,
  { title, canGoBack }: RegionFrame,
  { account, ...likely }: LikelyRegions & { readonly account: string },
): Promise<string | typeof BACK> {
  const answer = await ui.pick<RegionItem>({
    title,
    canGoBack,
    placeholder: l10n.t('Select the region to use in {0}', account),
    items: regionItems('', likely),
    itemsFor: (typed) => regionItems(typed, likely),
  });
  if (answer === BACK) {
    return BACK;
  }
  if (typeof answer !== 'object') {
    throw cancelled();
  }
  return answer.region;
}
