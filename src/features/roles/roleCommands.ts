import * as l10n from '@vscode/l10n';
import { consoleLink } from '../../aws/endpoints/consoleLink.ts';
import { addAllProfiles, type AddAllProfilesOptions } from '../served/addAllProfiles.ts';
import { AwsSsoError } from '../../base/errors.ts';
import { consoleDestination } from '../../aws/endpoints/consoleDestination.ts';
import { portalPage, sessionId } from '../../sessions/kinds/identityCenter.ts';
import { askDestination } from './askDestination.ts';
import { askRole, type ChosenRole, type RoleOptions } from './askRole.ts';
import { BACK, type Question } from '../ui/Ui.ts';
import { addProfileFor, type AddProfileOptions } from './addProfileFor.ts';
import type { ChainedConsole } from './chainedConsole.ts';
import { copyCredentials, type CopyCredentialsOptions } from './copyCredentials.ts';
import { isOpen, type RoleArgument } from './roleArgument.ts';

export type RoleCommandOptions = RoleOptions &
  AddProfileOptions &
  AddAllProfilesOptions &
  CopyCredentialsOptions & { readonly chainedConsole: ChainedConsole };

/** The commands that do something with one role. Each throws AwsSsoError as `askRole` and `AgreedUses.confirm`. */
export interface RoleCommands {
  readonly openConsole: (wanted: RoleArgument) => Promise<void>;
  readonly copyCredentials: (wanted: RoleArgument) => Promise<void>;
  readonly addProfile: (wanted: RoleArgument) => Promise<void>;
  readonly addAllProfiles: (wanted: RoleArgument) => Promise<void>;
}

export function roleCommands(options: RoleCommandOptions): RoleCommands {
  return {
    openConsole: (wanted) => openConsole(options, wanted),
    copyCredentials: (wanted) => copyCredentials(options, wanted),
    addProfile: (wanted) => addProfileFor(options, wanted),
    addAllProfiles: (wanted) => addAllProfiles(options, wanted),
  };
}

async function openConsole(options: RoleCommandOptions, wanted: RoleArgument): Promise<void> {
  const title = l10n.t('Open AWS Console');
  await askRole(options, title, wanted, (chosen, canGoBack) =>
    openConsoleWith(options, { title, canGoBack }, { wanted, chosen }),
  );
}

async function openConsoleWith(
  options: RoleCommandOptions,
  frame: Pick<Question, 'title' | 'canGoBack'>,
  { wanted, chosen }: { readonly wanted: RoleArgument; readonly chosen: ChosenRole },
): Promise<typeof BACK | undefined> {
  const { ui } = options;
  const { session, chain, isChosen, accountId, accountName, roleName } = chosen;
  const role = { accountId, accountName, roleName };
  const page = portalPage(session);
  if (page === undefined && !chain) {
    throw new AwsSsoError(
      'InvalidRequest',
      l10n.t(
        'The start URL of {0} names no page, so the console can’t be opened from here. Open it in your AWS access portal, or use the portal’s address as the start URL.',
        session.name,
      ),
    );
  }
  const { region } = session;
  // Asked only of who has chosen the role from our lists: a button of the view leads on at once.
  const wish = wanted.destination ?? (isOpen(wanted) ? await askDestination(ui, frame, region) : '');
  if (wish === BACK) {
    return BACK;
  }
  const destination = wish === '' ? undefined : consoleDestination(wish, region);
  if (chain) {
    const named = { ...role, session: sessionId(session), sessionName: session.name, chain };
    const { profile, ...own } = chain;
    await options.agreed.confirm(ui, { use: 'console', role: { ...named, profile }, isChosen });
    const link = { session: named.session, accountId: own.accountId, roleName: own.roleName };
    await ui.openExternal(await options.chainedConsole(chain, link, { page, destination }));
  } else if (page !== undefined) {
    // Not confirmed: the person sees the page, and the console asks who they are.
    await ui.openExternal(consoleLink(page, { ...role, destination }));
  }
  return undefined;
}
