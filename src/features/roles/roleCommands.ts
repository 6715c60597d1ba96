import * as l10n from '@vscode/l10n';
import { consoleLink } from '../../aws/endpoints/consoleLink.ts';
import { addAllProfiles, type AddAllProfilesOptions } from '../served/addAllProfiles.ts';
import { AwsSsoError } from '../../base/errors.ts';
import { consoleDestination } from '../../aws/endpoints/consoleDestination.ts';
import { portalPage, sessionId } from '../../sessions/kinds/identityCenter.ts';
import { askDestination } from './askDestination.ts';
import { askRole, type RoleOptions } from './askRole.ts';
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
    openConsole: async (wanted) => {
      const { ui } = options;
      const title = l10n.t('Open AWS Console');
      const { session, chain, isChosen, ...role } = await askRole(options, title, wanted);
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
      const wish = wanted.destination ?? (isOpen(wanted) ? await askDestination(ui, title, region) : '');
      const destination = wish === '' ? undefined : consoleDestination(wish, region);
      if (chain) {
        const named = { ...role, session: sessionId(session), sessionName: session.name, chain };
        const { profile, accountId, roleName } = chain;
        await options.agreed.confirm(ui, { use: 'console', role: { ...named, profile }, isChosen });
        const place = { page, destination };
        await ui.openExternal(
          await options.chainedConsole(chain, { session: named.session, accountId, roleName }, place),
        );
      } else if (page !== undefined) {
        // Not confirmed: the person sees the page, and the console asks who they are.
        await ui.openExternal(consoleLink(page, { ...role, destination }));
      }
    },
    copyCredentials: (wanted) => copyCredentials(options, wanted),
    addProfile: (wanted) => addProfileFor(options, wanted),
    addAllProfiles: (wanted) => addAllProfiles(options, wanted),
  };
}
