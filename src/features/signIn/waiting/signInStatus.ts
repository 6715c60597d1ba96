import * as l10n from '@vscode/l10n';
import { shown } from '../../../base/shown.ts';
import type { WaitingSignIn } from './WaitingSignIns.ts';

/** What the status bar says of the sign-ins that wait. */
export interface SignInStatus {
  readonly text: string;
  /** What a screen reader says. */
  readonly spoken: string;
}

/** The code of the only one; how many, where there are several. */
export function signInStatus(waiting: readonly WaitingSignIn[]): SignInStatus | undefined {
  const [first, ...others] = waiting;
  if (!first) {
    return undefined;
  }
  if (others.length > 0) {
    const spoken = l10n.t('{0} AWS sign-ins waiting', waiting.length);
    return { text: `$(loading~spin) ${spoken}`, spoken };
  }
  const { code, sentence } = first.view();
  const spoken = code === undefined ? sentence : `${sentence} ${spelled(code)}`;
  return { text: `$(loading~spin) ${code === undefined ? l10n.t('AWS Sign-In') : shown(code)}`, spoken };
}

/** A code for the ear: character by character, since it would be read as a word. */
export function spelled(code: string): string {
  return [...code.replaceAll('-', '')].join(' ');
}
