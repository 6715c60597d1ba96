import type * as vscode from 'vscode';
import { CreateSessionErrors } from '../../../../src/features/accounts/CreateSessionErrors.ts';
import type { ProviderChangeEmitter } from '../../../../src/features/accounts/providerOnDemand.ts';
import { memoryLog } from '../../support/memoryLog.ts';

type ChangeEvent = vscode.AuthenticationProviderAuthenticationSessionsChangeEvent;

/** What each provider needs of its surroundings, and what it tells the editor. */
export function providerHarness() {
  const events: Record<'added' | 'changed' | 'removed', string[]>[] = [];
  const tokens = (sessions: readonly vscode.AuthenticationSession[] | undefined) =>
    (sessions ?? []).map(({ accessToken }) => accessToken);
  const changed: Pick<ProviderChangeEmitter, 'fire'> = {
    fire: ({ added, changed, removed }: ChangeEvent) =>
      void events.push({ added: tokens(added), changed: tokens(changed), removed: tokens(removed) }),
  };
  return { changed, errors: new CreateSessionErrors(), log: memoryLog(), events };
}
