import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { messageOf } from '../../base/errors.ts';
import type { Log } from '../../base/Log.ts';
import { type SessionConfig, sessionLabel } from '../../sessions/kinds/identityCenter.ts';
import { addConfiguredSession } from '../settings/settings.ts';

/** Adds the session to the user's settings, and says how that went. Does not reject. */
export async function rememberSession(
  session: SessionConfig,
  log: Log,
  ...buttons: string[]
): Promise<string | undefined> {
  try {
    await addConfiguredSession(session);
  } catch (error) {
    // Such as a settings file with a syntax error: the editor's own sentence says so.
    const sentence = messageOf(error);
    log.error(sentence);
    const openSettings = l10n.t('Open Settings');
    if ((await vscode.window.showErrorMessage(sentence, openSettings)) === openSettings) {
      await openSessionsSetting();
    }
    return undefined;
  }
  const added = l10n.t('{0} was added to your settings.', sessionLabel(session));
  return vscode.window.showInformationMessage(added, ...buttons);
}

/** Opens the user's settings file at the sessions. */
export async function openSessionsSetting(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openSettingsJson', {
    revealSetting: { key: 'awsSso.sessions' },
  });
}
