import * as l10n from '@vscode/l10n';
import type { InnerCommand } from '../../ui/commandIds.ts';

/** Something that a person can do about a sign-in, by a link or an item of a list. */
export interface SignInAction {
  /** Takes the id of the sign-in. */
  readonly command: SignInActionId;
  readonly label: string;
  /** The id of a codicon. */
  readonly icon: string;
}

export const SIGN_IN_ACTIONS = [
  'openBrowser',
  'copyCode',
  'copyLink',
  'pasteText',
  'useBrowser',
  'useCode',
  'takeOver',
  'otherRegion',
  'cancelSignIn',
] as const satisfies readonly InnerCommand[];

export type SignInActionId = (typeof SIGN_IN_ACTIONS)[number];

export function signInAction(command: SignInActionId): SignInAction {
  return { command, ...LOOKS[command]() };
}

const LOOKS: Readonly<Record<SignInActionId, () => Omit<SignInAction, 'command'>>> = {
  openBrowser: () => ({ label: l10n.t('Open Browser'), icon: 'link-external' }),
  copyCode: () => ({ label: l10n.t('Copy Code'), icon: 'copy' }),
  copyLink: () => ({ label: l10n.t('Copy Link'), icon: 'copy' }),
  pasteText: () => ({ label: l10n.t('Paste the Text'), icon: 'clippy' }),
  useBrowser: () => ({ label: l10n.t('Sign In Without a Code'), icon: 'browser' }),
  useCode: () => ({ label: l10n.t('Use a Code Instead'), icon: 'key' }),
  takeOver: () => ({ label: l10n.t('Sign In Here'), icon: 'sign-in' }),
  otherRegion: () => ({ label: l10n.t('Choose Another Region'), icon: 'globe' }),
  cancelSignIn: () => ({ label: l10n.t('Cancel'), icon: 'close' }),
};
