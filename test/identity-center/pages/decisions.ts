import { html, type Html } from './html.ts';
import type { Decision } from '../decide.ts';
import type { Language } from './Language.ts';

/** The values of the buttons of every page that asks. */
export const decisions: ReadonlyMap<string | null, Decision> = new Map<string | null, Decision>([
  ['allow', 'approved'],
  ['deny', 'denied'],
]);

export function decisionButtons({ t }: Language): Html {
  return html`<div class="actions">
    <button class="primary" name="decision" value="allow">${t('Allow')}</button>
    <button name="decision" value="deny">${t('Deny')}</button>
  </div>`;
}
