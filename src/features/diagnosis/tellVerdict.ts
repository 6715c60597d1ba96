import * as l10n from '@vscode/l10n';
import type { Log } from '../../base/Log.ts';
import { copyText } from '../ui/copyText.ts';
import { openExtensionSettings } from '../ui/openExtensionSettings.ts';
import type { Ui } from '../ui/Ui.ts';
import type { Report } from './report.ts';
import { outcomeWord } from './verdict.ts';

export interface TellVerdictOptions {
  readonly ui: Pick<Ui, 'show' | 'run' | 'copy'>;
  readonly log: Log;
  /** Runs the same diagnostics again. */
  readonly again: () => Promise<void>;
}

/** Says what a diagnosis comes to, and offers what is likely to come next. */
export async function tellVerdict({ verdict, text }: Report, options: TellVerdictOptions): Promise<void> {
  const { ui, log, again } = options;
  const { grade, sentence, hadSession } = verdict;
  const copy = l10n.t('Copy Report');
  const settings = l10n.t('Open Settings');
  const tryAgain = l10n.t('Try Again');
  const add = l10n.t('Add SSO Session…');
  const pressed = await ui.show({
    severity: grade === 'ok' ? 'information' : 'warning',
    text: grade === 'ok' ? `${outcomeWord(verdict)}. ${sentence}` : sentence,
    buttons: [...(hadSession ? [] : [add]), copy, ...(hadSession ? [settings] : []), tryAgain],
  });
  if (pressed === copy) {
    await copyText(text, { ui, log });
  } else if (pressed === settings) {
    await openExtensionSettings(ui);
  } else if (pressed === tryAgain) {
    await again();
  } else if (pressed === add) {
    await ui.run('awsSso.addSession');
  }
}
