import { html } from './html.ts';
import type { Decision } from '../decide.ts';

/** The values of the buttons of every page that asks. */
export const decisions: ReadonlyMap<string | null, Decision> = new Map<string | null, Decision>([
  ['allow', 'approved'],
  ['deny', 'denied'],
]);

export const decisionButtons = html`<div class="actions">
  <button class="primary" name="decision" value="allow">Allow</button>
  <button name="decision" value="deny">Deny</button>
</div>`;
