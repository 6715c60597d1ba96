import * as l10n from '@vscode/l10n';
import { consoleLink } from '../../aws/endpoints/consoleLink.ts';
import { sessionId } from '../../sessions/kinds/identityCenter.ts';
import { askRole, type RoleOptions } from './askRole.ts';
import { addProfileFor, type AddProfileOptions } from './addProfileFor.ts';
import type { ChainedConsole } from './chainedConsole.ts';
import { confirmRole } from './confirmRole.ts';
import { copyCredentials, type CopyCredentialsOptions } from './copyCredentials.ts';
import type { RoleArgument } from './roleArgument.ts';

export type RoleCommandOptions = RoleOptions &
  AddProfileOptions &
  CopyCredentialsOptions & { readonly chainedConsole: ChainedConsole };

/** The commands that do something with one role. Each throws AwsSsoError as `askRole` and `confirmRole`. */
export interface RoleCommands {
  readonly openConsole: (wanted: RoleArgument) => Promise<void>;
  readonly copyCredentials: (wanted: RoleArgument) => Promise<void>;
  readonly addProfile: (wanted: RoleArgument) => Promise<void>;
}

export function roleCommands(options: RoleCommandOptions): RoleCommands {
  return {
    openConsole: async (wanted) => {
      const { ui } = options;
      const { session, chain, isChosen, ...role } = await askRole(
        options,
        l10n.t('Open AWS Console'),
        wanted,
      );
      if (!chain) {
        // Not confirmed: the person sees the page, and the console asks who they are.
        await ui.openExternal(consoleLink(session.startUrl, role));
        return;
      }
      if (!isChosen) {
        await confirmRole(ui, 'console', { ...role, chain, sessionName: session.name });
      }
      const { accountId, roleName } = role;
      const of = { session: sessionId(session), accountId, roleName };
      await ui.openExternal(await options.chainedConsole(chain, of));
    },
    copyCredentials: (wanted) => copyCredentials(options, wanted),
    addProfile: (wanted) => addProfileFor(options, wanted),
  };
}
