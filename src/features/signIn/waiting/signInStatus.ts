import * as l10n from '@vscode/l10n';
import type { WaitingSignIn } from './WaitingSignIns.ts';

/** What the status bar says of the sign-ins that wait. */
export interface SignInStatus {
  readonly text: string;
  /** What a screen reader says. */
  readonly label: string;
}

/** The code of the only one; how many, where there are several. */
export function signInStatus(waiting: readonly WaitingSignIn[]): SignInStatus | undefined {
  const [first, ...others] = waiting;
  if (!first) {
    return undefined;
  }
  if (others.length > 0) {
    const label = l10n.t('{0} AWS sign-ins waiting', waiting.length);
    return { text: `$(loading~spin) ${label}`, label };
  }
  const { code, sentence } = first.view();
  const label = code === undefined ? sentence : `${sentence} ${spelled(code)}`;
  return { text: `$(loading~spin) ${code ?? l10n.t('AWS Sign-In')}`, label };
}

/** A code for the ear: character by character, since it would be read as a word. */
export function spelled(code: string): string {
  return [...code.replaceAll('-', '')].join(' ');
}
