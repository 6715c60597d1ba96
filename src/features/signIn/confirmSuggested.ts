import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { type SessionConfig, sessionId } from '../../sessions/kinds/identityCenter.ts';
import { cancelled } from '../ui/cancellation.ts';

const CONFIRMED = 'confirmedSessions';

/**
 * Asks, once for each, whether the person knows the portal that a workspace suggests.
 *
 * @throws AwsSsoError `Cancelled` when they do not.
 */
export async function confirmSuggested(config: SessionConfig, memory: vscode.Memento): Promise<void> {
  const confirmed = (): readonly string[] => memory.get(CONFIRMED, []);
  const key = `${sessionId(config)} ${config.region} ${config.registrationScopes.join(' ')}`;
  if (confirmed().includes(key)) {
    return;
  }
  const signIn = l10n.t('I Know This Portal');
  const choice = await vscode.window.showWarningMessage(
    l10n.t('This workspace suggests the SSO session “{0}”. Do you want to sign in to it?', config.name),
    {
      modal: true,
      detail: l10n.t(
        'Start URL: {0}\nRegion: {1}\nScopes: {2}\n\nThe settings of this workspace chose this portal. Sign in only if you recognize its address.',
        config.startUrl,
        config.region,
        config.registrationScopes.join(', '),
      ),
    },
    signIn,
  );
  if (choice !== signIn) {
    throw cancelled();
  }
  await memory.update(CONFIRMED, [...confirmed(), key]);
}
