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
    return l10n.t('New terminals are to use {0} in {1}, and get no credentials.', ...names);
  }
  if (why === undefined) {
    return l10n.t('New terminals use {0} in {1}. The editor keeps its credentials fresh.', ...names);
  }
  const until = new Date(expiration ?? 0).toLocaleTimeString();
  return l10n.t(
    'New terminals use {0} in {1}, with variables that expire at {2}. After that, open a new one. {3}',
    ...[...names, until, reason(state)],
  );
}

function reason({ why }: TerminalState): string {
  switch (why) {
    case 'remote':
      return l10n.t('They run on another machine, from which this editor cannot be reached for fresh ones.');
    case 'environment':
      return l10n.t('Their environment leads to other credentials, which come before fresh ones.');
    case 'profile':
      return l10n.t('A profile of your AWS files comes before fresh ones.');
    case 'port':
      return l10n.t('The editor may not open a port for fresh ones; its log says why.');
    default:
      return '';
  }
}

/** What is in the way, and what to do about it. Undefined: nothing is. */
export function hintSentence({ preferred, isInWsl, problem }: TerminalState): string | undefined {
  if (isInWsl) {
    return l10n.t('Open the folder in WSL, or choose another terminal profile.');
  }
  if (problem !== undefined) {
    return messageOf(problem);
  }
  return preferred.length > 0
    ? l10n.t(
        'In terminals, {0} is set, which the AWS SDK for JavaScript prefers to these variables. Unset it there.',
        preferred.join(', '),
      )
    : undefined;
}

/** What is left when no role is used any more. */
export function endSentence({ role, expiration }: TerminalState): string {
  return expiration === undefined
    ? l10n.t(
        'Terminals get no credentials of {0} any more, nor do those that are open. What a program has fetched already expires by itself.',
        role.roleName,
      )
    : l10n.t(
        'New terminals do not use {0} any more. Those that are open keep its credentials until {1}.',
        ...[nameOf(role), new Date(expiration).toLocaleTimeString()],
      );
}
