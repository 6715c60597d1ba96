import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { AwsSsoError } from '../../../base/errors.ts';
import type { RoleArgument } from '../../roles/roleArgument.ts';
import { cancelled } from '../../ui/cancellation.ts';
import { chooseWithAccess, type TerminalCommandOptions } from '../ui/terminalCommands.ts';
import type { OwnTerminals } from './OwnTerminals.ts';
import { type OwnShellOptions, ownTerminalOptions } from './startOwnTerminal.ts';

export interface RoleTerminalOptions extends TerminalCommandOptions, OwnShellOptions {
  readonly ownTerminals: Pick<OwnTerminals, 'prepare'>;
  readonly isInWsl: () => boolean;
}

/** Each throws AwsSsoError as `chooseTerminalRole` and `OwnTerminals.prepare`. */
export interface RoleTerminalCommands {
  readonly openRoleTerminal: (argument: RoleArgument) => Promise<void>;
}

export function roleTerminalCommands(options: RoleTerminalOptions): RoleTerminalCommands {
  return {
    openRoleTerminal: async (argument) =>
      vscode.window.createTerminal(await newRoleTerminal(options, argument)).show(),
  };
}

/**
 * Asks for a role, and prepares a terminal for it. What it returns holds the token of that terminal, so it is for VS Code alone.
 *
 * @throws AwsSsoError as `RoleTerminalCommands`.
 */
export async function newRoleTerminal(
  options: RoleTerminalOptions,
  argument: RoleArgument = { isOurs: false },
): Promise<vscode.TerminalOptions> {
  if (options.isInWsl()) {
    throw new AwsSsoError(
      'InvalidRequest',
      l10n.t(
        'Terminals can’t use a role: their shell runs in WSL. {0}',
        l10n.t('Open the folder in WSL, or select another terminal profile.'),
      ),
    );
  }
  const title = l10n.t('Open Terminal with Role');
  const chosen = await chooseWithAccess({ ...options, opensBrowser: true }, title, argument, 'terminal');
  if (chosen === 'stop') {
    throw cancelled();
  }
  const { role, isExpiringChosen } = chosen;
  const access = await options.ownTerminals.prepare(role, isExpiringChosen);
  await options.favourites.used(role);
  return ownTerminalOptions(access, options);
}
