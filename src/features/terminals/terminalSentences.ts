import * as l10n from '@vscode/l10n';
import { messageOf } from '../../base/errors.ts';
import { isConsoleRole, type TerminalRole } from './terminalMemory.ts';
import type { TerminalState } from './terminalState.ts';

export type NamedAccount = Pick<TerminalRole, 'accountId' | 'accountName'>;

/** How people know the account. */
export function accountOf({ accountId, accountName }: NamedAccount): string {
  // Notifications would make a link of a name that looks like one.
  return accountName === undefined ? accountId : `${accountName.replaceAll('](', '] (')} (${accountId})`;
}

/** What is used, as a part of a sentence. */
export function nameOf(role: TerminalRole): string {
  return isConsoleRole(role)
    ? l10n.t({
        message: 'the console credentials of {0}',
        args: [role.roleName],
        comment: ['Part of a sentence, such as “New terminals use the console credentials of alice”.'],
      })
    : l10n.t({
        message: 'the role {0}',
        args: [role.roleName],
        comment: ['Part of a sentence, such as “New terminals use the role Admin”.'],
      });
}

/** What new terminals use, and for how long. */
export function stateSentence(state: TerminalState): string {
  const { folder } = state;
  return folder
    ? l10n.t({
        message: 'Folder {0}: {1}',
        args: [folder.name, windowSentence(state)],
        comment: ['{1} is a sentence, such as “New terminals use the role Admin in Production”.'],
      })
    : windowSentence(state);
}

function windowSentence(state: TerminalState): string {
  const { role, why, expiration, problem } = state;
  const names = [nameOf(role), accountOf(role)];
  if (state.isInWsl) {
    return l10n.t('Terminals can’t use {0} in {1}: their shell runs in WSL.', ...names);
  }
  if (problem !== undefined && expiration === undefined) {
    return l10n.t('Terminals can’t get credentials for {0} in {1}.', ...names);
  }
  if (why === undefined) {
    return l10n.t('New terminals use {0} in {1}. Credentials stay fresh.', ...names);
  }
  const until = new Date(expiration ?? 0).toLocaleTimeString();
  return l10n.t(
    'New terminals use {0} in {1} until {2}. Then open a new one. {3}',
    ...[...names, until, reason(state)],
  );
}

function reason({ why }: TerminalState): string {
  switch (why) {
    case 'remote':
      return l10n.t('They run on a machine that can’t reach VS Code.');
    case 'environment':
      return l10n.t('Their environment sets other credentials, which take precedence over fresh ones.');
    case 'profile':
      return l10n.t('A profile in your AWS files takes precedence over fresh ones.');
    case 'port':
      return l10n.t('VS Code couldn’t open a port for fresh ones. See the log for details.');
    default:
      return '';
  }
}

/** What is in the way, and what to do about it. Undefined: nothing is. */
export function hintSentence({ preferred, isInWsl, problem }: TerminalState): string | undefined {
  if (isInWsl) {
    return l10n.t('Open the folder in WSL, or select another terminal profile.');
  }
  if (problem !== undefined) {
    return messageOf(problem);
  }
  return preferred.length > 0
    ? l10n.t(
        '{0} is set in terminals and overrides the role in the AWS SDK for JavaScript. Unset it there.',
        preferred.join(', '),
      )
    : undefined;
}

/** What is left when no role is used any more. */
export function endSentence({ role, expiration }: TerminalState): string {
  return expiration === undefined
    ? l10n.t(
        'Stopped using {0} in terminals. Credentials already fetched expire by themselves.',
        role.roleName,
      )
    : l10n.t(
        'Stopped using {0} in new terminals. Open ones keep its credentials until {1}.',
        ...[nameOf(role), new Date(expiration).toLocaleTimeString()],
      );
}
