import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { type SessionConfig, sessionId } from '../sessions/SsoSession.ts';
import { cancelled } from './cancellation.ts';

const CONFIRMED = 'confirmedSessions';

/**
 * Asks, once for each, whether the person knows the portal that a workspace suggests.
 *
 * @throws AwsSsoError `Cancelled` when they do not.
 */
export async function confirmSuggested(config: SessionConfig, memory: vscode.Memento): Promise<void> {
  const confirmed = memory.get<readonly string[]>(CONFIRMED, []);
  const key = `${sessionId(config)} ${config.region}`;
  if (confirmed.includes(key)) {
    return;
  }
  const signIn = l10n.t('Sign In');
  const choice = await vscode.window.showWarningMessage(
    l10n.t('This workspace suggests the SSO session “{0}”. Do you want to sign in to it?', config.name),
    {
      modal: true,
      detail: l10n.t(
        'Start URL: {0}\nRegion: {1}\n\nGo on only if you know this portal: whoever wrote the workspace’s settings chose it.',
        config.startUrl,
        config.region,
      ),
    },
    signIn,
  );
  if (choice !== signIn) {
    throw cancelled();
  }
  await memory.update(CONFIRMED, [...confirmed, key]);
}
