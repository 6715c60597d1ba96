import * as l10n from '@vscode/l10n';
import { shown } from '../../../base/shown.ts';
import { innerCommand } from '../../ui/commandIds.ts';
import { commandLink } from '../../ui/commandLink.ts';
import { timeLeft } from '../../ui/timeLeft.ts';
import { signInAction } from './signInActions.ts';
import type { SignInView } from './SignInStep.ts';

/**
 * A sign-in as its notification shows it. The code comes first, so that it's in one piece however narrow the notification is,
 * and what is selected with the mouse is what the page takes.
 *
 * Actions are links to commands: an address may be long, and VS Code cuts a message after a thousand characters, links included.
 */
export function notificationText(id: string, { sentence, address, actions, expiresAt }: SignInView): string {
  const rest = [
    ...actions.map((action) => commandLink(signInAction(action).label, innerCommand(action), id)),
    ...(expiresAt === undefined ? [] : [timeLeft(expiresAt - Date.now())]),
  ].join(' · ');
  return [sentence, address === undefined ? '' : addressSentence(address), rest].filter(Boolean).join(' ');
}

/** The address as people type it: a screen reader reads the whole link, so it isn't there twice. */
export function typedAddress(address: string): string {
  return shown(address.replace(/^https:\/\//, ''));
}

function addressSentence(address: string): string {
  const target = address.replace(/[()[\]\s]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
  return l10n.t({
    message: 'Confirm it at [{0}]({1}).',
    args: [typedAddress(address), target],
    comment: ['{0} is an address. Keep the form [{0}]({1}).'],
  });
}
