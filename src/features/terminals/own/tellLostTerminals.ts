import * as l10n from '@vscode/l10n';
import type { Ui } from '../../ui/Ui.ts';
import type { TerminalRole } from '../terminalMemory.ts';

/** Says that terminals with a role of their own have lost it. Relaunched, they would have what they were opened with. */
export async function tellLostTerminals(
  roles: readonly TerminalRole[],
  ui: Pick<Ui, 'run' | 'show'>,
): Promise<void> {
  const names = [...new Set(roles.map(({ roleName }) => roleName))];
  const openTerminal = l10n.t('Open Terminal with Role…');
  const text = l10n.t('Terminals with these roles lost their access: {0}. Open new ones.', names.join(', '));
  if ((await ui.show({ severity: 'warning', text, buttons: [openTerminal] })) === openTerminal) {
    await ui.run('awsSso.openRoleTerminal');
  }
}
