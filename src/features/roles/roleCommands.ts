import * as l10n from '@vscode/l10n';
import { consoleLink } from '../../aws/endpoints/consoleLink.ts';
import { addAllProfiles, type AddAllProfilesOptions } from '../served/addAllProfiles.ts';
import { AwsSsoError } from '../../base/errors.ts';
import { portalPage, sessionId } from '../../sessions/kinds/identityCenter.ts';
import { askRole, type RoleOptions } from './askRole.ts';
import { addProfileFor, type AddProfileOptions } from './addProfileFor.ts';
import type { ChainedConsole } from './chainedConsole.ts';
import { copyCredentials, type CopyCredentialsOptions } from './copyCredentials.ts';
import type { RoleArgument } from './roleArgument.ts';

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
      const asked = await askRole(options, l10n.t('Open AWS Console'), wanted);
      const { session, chain, isChosen, ...role } = asked;
      const page = portalPage(session);
      if (chain) {
        const named = { ...role, session: sessionId(session), sessionName: session.name, chain };
        const { profile, accountId, roleName } = chain;
        await options.agreed.confirm(ui, { use: 'console', role: { ...named, profile }, isChosen });
        await ui.openExternal(
          await options.chainedConsole(chain, { session: named.session, accountId, roleName }, page),
        );
        return;
      }
      // Not confirmed: the person sees the page, and the console asks who they are.
      if (page === undefined) {
        throw new AwsSsoError(
          'InvalidRequest',
          l10n.t(
            'The start URL of {0} names no page, so the console can’t be opened from here. Open it in your AWS access portal, or use the portal’s address as the start URL.',
            session.name,
          ),
        );
      }
      await ui.openExternal(consoleLink(page, role));
    },
    copyCredentials: (wanted) => copyCredentials(options, wanted),
    addProfile: (wanted) => addProfileFor(options, wanted),
    addAllProfiles: (wanted) => addAllProfiles(options, wanted),
  };
}
