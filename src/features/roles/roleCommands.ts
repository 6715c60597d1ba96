import * as l10n from '@vscode/l10n';
import { consoleLink } from '../../aws/endpoints/consoleLink.ts';
import { addAllProfiles, type AddAllProfilesOptions } from '../served/addAllProfiles.ts';
import { AwsSsoError } from '../../base/errors.ts';
import { portalPage } from '../../sessions/kinds/identityCenter.ts';
import { askRole, type RoleOptions } from './askRole.ts';
import { addProfileFor, type AddProfileOptions } from './addProfileFor.ts';
import { copyCredentials, type CopyCredentialsOptions } from './copyCredentials.ts';
import type { RoleArgument } from './roleArgument.ts';

export type RoleCommandOptions = RoleOptions &
  AddProfileOptions &
  AddAllProfilesOptions &
  CopyCredentialsOptions;

/** The commands that do something with one role. Each throws AwsSsoError as `askRole` and `confirmRole`. */
export interface RoleCommands {
  readonly openConsole: (wanted: RoleArgument) => Promise<void>;
  readonly copyCredentials: (wanted: RoleArgument) => Promise<void>;
  readonly addProfile: (wanted: RoleArgument) => Promise<void>;
  readonly addAllProfiles: (wanted: RoleArgument) => Promise<void>;
}

export function roleCommands(options: RoleCommandOptions): RoleCommands {
  return {
    openConsole: async (wanted) => {
      // Not confirmed: the person sees the page, and the console asks who they are.
      const { session, ...role } = await askRole(options, l10n.t('Open AWS Console'), wanted);
      const page = portalPage(session);
      if (page === undefined) {
        throw new AwsSsoError(
          'InvalidRequest',
          l10n.t(
            'The start URL of {0} names no page, so the console can’t be opened from here. Open it in your AWS access portal, or use the portal’s address as the start URL.',
            session.name,
          ),
        );
      }
      await options.ui.openExternal(consoleLink(page, role));
    },
    copyCredentials: (wanted) => copyCredentials(options, wanted),
    addProfile: (wanted) => addProfileFor(options, wanted),
    addAllProfiles: (wanted) => addAllProfiles(options, wanted),
  };
}
