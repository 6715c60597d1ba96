import * as l10n from '@vscode/l10n';
import { isConsoleArn } from '../../../aws/endpoints/consoleArn.ts';
import { AwsSsoError } from '../../../base/errors.ts';
import type { ConsoleSessions } from '../../../sessions/kinds/ConsoleSessions.ts';
import { sessionId } from '../../../sessions/kinds/identityCenter.ts';
import { askRecentRole, type RecentRoleUse } from '../../roles/askRecentRole.ts';
import { askRoleOrBack, type ChosenRole, type RoleOptions } from '../../roles/askRole.ts';
import type { Picked } from '../../roles/pickOne.ts';
import { isOpen, type RoleArgument } from '../../roles/roleArgument.ts';
import { BACK } from '../../ui/Ui.ts';
import { isSameRole, type TerminalRole } from '../terminalMemory.ts';
import type { TerminalRoles } from '../TerminalRoles.ts';
import { consoleRole } from '../terminalSources.ts';

export interface ChooseTerminalRoleOptions extends RoleOptions {
  readonly terminals: Pick<TerminalRoles, 'state'>;
  readonly consoles: Pick<ConsoleSessions, 'load' | 'signedIn'>;
  /** What is unusual about the role in this workspace, in sentences: then it's asked about each time. */
  readonly concernsOf: (role: TerminalRole) => readonly string[];
}

/**
 * Chooses the role for new terminals, or for one: among those used before, then from the lists of accounts and roles, with a way
 * back; as far as the argument leaves it open.
 *
 * @returns the role, and whether a list leads back to it; `stop` for none, where the person chose that for the window.
 * @throws AwsSsoError as `askRecentRole`, `askRole`, `AgreedUses.confirm`.
 */
export async function chooseTerminalRole(
  options: ChooseTerminalRoleOptions,
  title: string,
  argument: RoleArgument,
  use: RecentRoleUse,
): Promise<Picked<TerminalRole> | 'stop'> {
  for (;;) {
    const recent = isOpen(argument) ? await askRecentRole(options, title, use) : undefined;
    if (recent === 'stop') {
      return recent;
    }
    const answer = isTerminalRole(recent)
      ? { ...recent, isChosen: true, wasAsked: true, chain: undefined }
      : await choose(options, title, typeof recent === 'object' ? recent : argument, recent !== undefined);
    if (answer !== BACK) {
      const { isChosen, wasAsked, chain, ...role } = answer;
      const inUse = options.terminals.state?.role;
      const concerns = options.concernsOf(role);
      if (use === 'terminal' || !isChosen || concerns.length > 0 || !inUse || !isSameRole(role, inUse)) {
        const intended = {
          use: use === 'window' ? 'terminals' : 'terminal',
          role: { ...role, chain },
        } as const;
        await options.agreed.confirm(options.ui, { ...intended, isChosen, concerns });
      }
      return { value: role, wasAsked: wasAsked || recent !== undefined };
    }
  }
}

/** Asks as far as the argument leaves it open. */
async function choose(
  options: ChooseTerminalRoleOptions,
  title: string,
  wanted: RoleArgument,
  canGoBack: boolean,
): Promise<(TerminalRole & Pick<ChosenRole, 'isChosen' | 'wasAsked' | 'chain'>) | typeof BACK> {
  if (wanted.session !== undefined && isConsoleArn(wanted.session)) {
    return { ...(await consoleSession(options, wanted.session)), isChosen: wanted.isOurs, wasAsked: false };
  }
  const answer = await askRoleOrBack(options, title, wanted, canGoBack);
  if (answer === BACK) {
    return BACK;
  }
  const { session, accountId, roleName, chain, isChosen, wasAsked, ...asked } = answer;
  const accountName = asked.accountName ?? options.favourites.accountName(accountId);
  return {
    session: sessionId(session),
    sessionName: session.name,
    accountId,
    accountName,
    roleName,
    ...(chain && { profile: chain.profile, chain }),
    ...{ isChosen, wasAsked },
  };
}

async function consoleSession({ consoles }: ChooseTerminalRoleOptions, arn: string): Promise<TerminalRole> {
  await consoles.load();
  const found = consoles.signedIn().find((one) => one.arn === arn);
  if (!found) {
    throw new AwsSsoError('NotSignedIn', l10n.t('You’re not signed in to “{0}”.', arn));
  }
  return consoleRole(found);
}

/** Whether it is one of our own list, whole. */
function isTerminalRole(wanted: RoleArgument | TerminalRole | string | undefined): wanted is TerminalRole {
  return typeof wanted === 'object' && 'sessionName' in wanted;
}
