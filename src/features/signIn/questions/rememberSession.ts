import * as l10n from '@vscode/l10n';
import { messageOf } from '../../../base/errors.ts';
import type { Log } from '../../../base/Log.ts';
import type { SessionConfig } from '../../../sessions/kinds/identityCenter.ts';
import type { Ui } from '../../ui/Ui.ts';

export interface RememberOptions {
  /** Adds the session to the user's settings, where another may stand. Rejects with a sentence, such as VS Code's own about a syntax error. */
  readonly add: (session: SessionConfig, instead?: SessionConfig) => Promise<void>;
  readonly ui: Pick<Ui, 'show' | 'run'>;
  readonly log: Log;
}

/** Adds the session to the user's settings; says so only if that fails. @returns whether it's there. Does not reject. */
export async function rememberSession(
  session: SessionConfig,
  { add, ui, log }: RememberOptions,
  instead?: SessionConfig,
): Promise<boolean> {
  try {
    await add(session, instead);
    return true;
  } catch (error) {
    log.error(messageOf(error));
    const text = l10n.t('Couldn’t add {0} to your settings: {1}', session.name, messageOf(error));
    const openSettings = l10n.t('Open Settings');
    if ((await ui.show({ severity: 'error', text, buttons: [openSettings] })) === openSettings) {
      await openSessionsSetting(ui);
    }
    return false;
  }
}

/** Opens the user's settings file at the sessions. */
export async function openSessionsSetting(ui: Pick<Ui, 'run'>): Promise<void> {
  await ui.run('workbench.action.openSettingsJson', { revealSetting: { key: 'awsSso.sessions' } });
}
