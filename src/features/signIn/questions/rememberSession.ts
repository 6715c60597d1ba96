import * as l10n from '@vscode/l10n';
import { messageOf } from '../../../base/errors.ts';
import type { Log } from '../../../base/Log.ts';
import { type SessionConfig, sessionLabel } from '../../../sessions/kinds/identityCenter.ts';
import type { Ui } from '../../ui/Ui.ts';

export interface RememberOptions {
  /** Adds the session to the user's settings. Rejects with a sentence, such as the editor's own about a syntax error. */
  readonly add: (session: SessionConfig) => Promise<void>;
  readonly ui: Ui;
  readonly log: Log;
}

/** Adds the session to the user's settings, and says how that went. @returns the button that was pressed. Does not reject. */
export async function rememberSession(
  session: SessionConfig,
  { add, ui, log }: RememberOptions,
  ...buttons: readonly string[]
): Promise<string | undefined> {
  try {
    await add(session);
  } catch (error) {
    const text = messageOf(error);
    log.error(text);
    const openSettings = l10n.t('Open Settings');
    if ((await ui.show({ severity: 'error', text, buttons: [openSettings] })) === openSettings) {
      await openSessionsSetting(ui);
    }
    return undefined;
  }
  const text = l10n.t('{0} was added to your settings.', sessionLabel(session));
  return ui.show({ severity: 'information', text, buttons });
}

/** Opens the user's settings file at the sessions. */
export async function openSessionsSetting(ui: Pick<Ui, 'run'>): Promise<void> {
  await ui.run('workbench.action.openSettingsJson', { revealSetting: { key: 'awsSso.sessions' } });
}
