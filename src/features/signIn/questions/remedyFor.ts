import * as l10n from '@vscode/l10n';
import { isAwsSsoError } from '../../../base/errors.ts';
import type { IdentityCenterSessions } from '../../../sessions/kinds/IdentityCenterSessions.ts';
import { type SessionConfig, sessionId } from '../../../sessions/kinds/identityCenter.ts';
import type { ConfiguredSessions } from '../../settings/ConfiguredSessions.ts';
import type { Ui } from '../../ui/Ui.ts';
import type { NextStep } from '../SignInKind.ts';
import { askSession } from './askSession.ts';

export interface RemedyOptions {
  readonly sessions: Pick<IdentityCenterSessions, 'known'>;
  readonly configured: Pick<ConfiguredSessions, 'list' | 'placeOf'>;
  readonly ui: Pick<Ui, 'pick' | 'input' | 'openFile'>;
}

/** What mends a start URL or a region that AWS refused: where it's written down in a file of others, that; else, to edit it. */
export function remedyFor(
  config: SessionConfig,
  { sessions, configured, ui }: RemedyOptions,
  again: (config: SessionConfig) => Promise<unknown>,
): NextStep {
  const place = configured.placeOf(config);
  return place
    ? { label: l10n.t('Open AWS Config'), run: () => ui.openFile(place.file, place.line) }
    : { label: l10n.t('Edit…'), run: edit };

  async function edit(): Promise<unknown> {
    const known = sessions.known().filter((other) => sessionId(other) !== sessionId(config));
    const isNamed = configured.list().some((other) => sessionId(other) === sessionId(config));
    const title = l10n.t('Edit SSO Session');
    try {
      const edited = await askSession(ui, { title, askName: false, known, begin: config });
      const { name } = isNamed ? config : edited;
      return await again({ ...edited, name, registrationScopes: config.registrationScopes });
    } catch (error) {
      if (isAwsSsoError(error, 'Cancelled')) {
        return undefined;
      }
      throw error;
    }
  }
}
