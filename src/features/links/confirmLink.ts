import * as l10n from '@vscode/l10n';
import { regionsOf, type SessionConfig } from '../../sessions/kinds/identityCenter.ts';
import { cancelled } from '../ui/cancellation.ts';
import type { Ui } from '../ui/Ui.ts';

/** For which role a link wants a sign-in, where it does. */
export interface LinkedRole {
  readonly accountId: string;
  readonly roleName: string;
}

/**
 * Asks in a modal dialog whether to sign in to the portal that a link leads to. Each time: an answer that was remembered would let
 * a page begin sign-ins.
 *
 * @throws AwsSsoError `Cancelled` unless the person knows the portal.
 */
export async function confirmLink(
  ui: Pick<Ui, 'show'>,
  config: SessionConfig,
  role?: LinkedRole,
): Promise<void> {
  const isKnown = l10n.t('I Know This Portal');
  const { name, startUrl } = config;
  const pressed = await ui.show({
    severity: 'warning',
    text: role
      ? l10n.t(
          'A link wants {0} in {1}. Do you want to sign in to “{2}”?',
          role.roleName,
          role.accountId,
          name,
        )
      : l10n.t('A link leads to the SSO session “{0}”. Do you want to sign in to it?', name),
    detail: l10n.t(
      'Start URL: {0}\nRegion: {1}\n\nThe link came from outside VS Code. Sign in only if you expected it and recognize the address.',
      startUrl,
      regionsOf(config).join(', '),
    ),
    buttons: [isKnown],
  });
  if (pressed !== isKnown) {
    throw cancelled();
  }
}
