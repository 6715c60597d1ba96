import type { Ui } from './Ui.ts';

/** Opens the settings of this extension. */
export async function openExtensionSettings(ui: Pick<Ui, 'run'>): Promise<void> {
  await ui.run('workbench.action.openSettings', '@ext:sso-signin.aws-sso');
}
