import * as l10n from '@vscode/l10n';
import { regionsOf, type SessionConfig, sessionId } from '../../../sessions/kinds/identityCenter.ts';
import { cancelled } from '../../ui/cancellation.ts';
import type { Ui } from '../../ui/Ui.ts';

const CONFIRMED = 'confirmedSessions';

/** Where it is kept what the person has confirmed: a `vscode.Memento`. */
export interface Memory {
  get<Value>(key: string, otherwise: Value): Value;
  update(key: string, value: unknown): PromiseLike<void>;
}

/**
 * Asks, once for each, whether the person knows the portal that a workspace suggests.
 *
 * @throws AwsSsoError `Cancelled` when they do not.
 */
export async function confirmSuggested(
  config: SessionConfig,
  { ui, memory }: { readonly ui: Pick<Ui, 'show'>; readonly memory: Memory },
): Promise<void> {
  const confirmed = (): readonly string[] => memory.get<readonly string[]>(CONFIRMED, []);
  const regions = regionsOf(config).join(', ');
  const key = `${sessionId(config)} ${regions} ${config.registrationScopes.join(' ')}`;
  if (confirmed().includes(key)) {
    return;
  }
  const isKnown = l10n.t('I Know This Portal');
  const pressed = await ui.show({
    severity: 'warning',
    text: l10n.t('This workspace suggests the SSO session “{0}”. Do you want to sign in to it?', config.name),
    detail: l10n.t(
      'Start URL: {0}\nRegion: {1}\nScopes: {2}\n\nThe settings of this workspace chose this portal. Sign in only if you recognize its address.',
      config.startUrl,
      regions,
      config.registrationScopes.join(', '),
    ),
    buttons: [isKnown],
  });
  if (pressed !== isKnown) {
    throw cancelled();
  }
  await memory.update(CONFIRMED, [...confirmed(), key]);
}
