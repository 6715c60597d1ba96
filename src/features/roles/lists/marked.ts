import * as l10n from '@vscode/l10n';
import { shown } from '../../../base/shown.ts';

/** Marks what is in use, by an icon and in words for those who do not see it. */
export function marked(description: string, isInUse: boolean): string {
  return [shown(description), isInUse ? l10n.t('$(check) in use') : ''].filter(Boolean).join(' · ');
}
