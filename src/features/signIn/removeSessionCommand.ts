import * as l10n from '@vscode/l10n';
import type { IdentityCenterSessions } from '../../sessions/kinds/IdentityCenterSessions.ts';
import type { SessionConfig } from '../../sessions/kinds/identityCenter.ts';
import { cancelled } from '../ui/cancellation.ts';
import type { Ui } from '../ui/Ui.ts';

export interface RemoveSessionOptions {
  readonly sessions: Pick<IdentityCenterSessions, 'find' | 'withId' | 'signOut'>;
  /** Removes the session from the user's settings. Rejects with a sentence. */
  readonly remove: (session: SessionConfig) => Promise<void>;
  readonly ui: Pick<Ui, 'show'>;
}

/**
 * Removes a session of our view from the user's settings, and signs out of it. Does nothing for an argument that is no node.
 *
 * @throws AwsSsoError `Cancelled` unless the person agrees.
 */
export async function removeSessionCommand(
  { sessions, remove, ui }: RemoveSessionOptions,
  argument: unknown,
  isNode: (argument: unknown) => argument is { readonly sessionId: string },
): Promise<void> {
  if (!isNode(argument)) {
    return;
  }
  const session = sessions.withId(argument.sessionId);
  const button = l10n.t('Remove');
  const pressed = await ui.show({
    severity: 'warning',
    text: l10n.t('Remove {0} from your settings?', session.name),
    detail: sessions.find(argument.sessionId)
      ? l10n.t('You’re signed out of it, too.')
      : l10n.t('You can add it again by its start URL.'),
    buttons: [button],
  });
  if (pressed !== button) {
    throw cancelled();
  }
  await remove(session);
  if (sessions.find(argument.sessionId)) {
    await sessions.signOut(argument.sessionId);
  }
}
