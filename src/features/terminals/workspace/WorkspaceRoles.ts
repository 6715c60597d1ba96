import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import { isAwsSsoError } from '../../../base/errors.ts';
import type { Log } from '../../../base/Log.ts';
import type { FavouriteRoles } from '../../roles/FavouriteRoles.ts';
import { cancelled } from '../../ui/cancellation.ts';
import type { Ui } from '../../ui/Ui.ts';
import { regionChosen, rememberRegion } from '../region/regionMemory.ts';
import type { TerminalRole } from '../terminalMemory.ts';
import { accountOf, type NamedAccount } from '../terminalSentences.ts';
import { protectedSentence } from './useConcerns.ts';
import {
  forgetAnswers,
  openAmong,
  rememberAnswered,
  rememberNever,
  standingAmong,
  type Suggestion,
} from './suggestionAnswers.ts';
import { parseWorkspaceRole, type WorkspaceRole } from './workspaceRole.ts';

/** One of several folders; undefined for the whole window. */
type Folder = Suggestion['folder'];

export interface WorkspaceRolesOptions {
  /** What the settings of the workspace suggest, as far as the person trusts it. */
  readonly suggestions: () => readonly Suggestion[];
  readonly workspaceState: vscode.Memento;
  readonly favourites: Pick<FavouriteRoles, 'accountName'>;
  /** The role of terminals there. */
  readonly inUse: (folder: Folder) => TerminalRole | undefined;
  /** Has new terminals there use a role that the person has agreed to. Signs in where nobody is. */
  readonly use: (role: WorkspaceRole, folder: Folder) => Promise<void>;
  readonly isProtected: (accountId: string) => boolean;
  readonly fail: (error: unknown) => void;
  /** Told whether each suggestion has its answer now, so that a start has nothing to do. */
  readonly onSettled: (isSettled: boolean) => Promise<void>;
  readonly ui: Pick<Ui, 'show' | 'run'>;
  readonly log: Log;
}

/**
 * Proposes the roles that a workspace and its folders suggest. Nothing is contacted, fetched or served before the person has
 * agreed in a modal dialog, which no extension can answer.
 */
export class WorkspaceRoles {
  readonly #options: WorkspaceRolesOptions;
  /** The suggestions that this window has proposed, by their hashes. */
  readonly #proposed = new Set<string>();
  #isProblemShown = false;
  #last: Promise<void> = Promise.resolve();

  constructor(options: WorkspaceRolesOptions) {
    this.#options = options;
  }

  /** The accounts that the workspace names as its own, unless the person wants to know nothing of it. */
  readonly accounts = (): readonly NamedAccount[] =>
    this.#standing().flatMap(({ value }) => {
      const role = parseWorkspaceRole(value);
      return typeof role === 'string' ? [] : [this.#named(role.accountId)];
    });

  /** Proposes what the person hasn't answered, each once in this window, one after the other. */
  propose(): Promise<void> {
    this.#last = this.#last
      .then(() => this.#proposeAll())
      .catch((error: unknown) => this.#options.fail(error));
    return this.#last;
  }

  /** Takes that terminals are to use no role any more: what was agreed to is proposed again, though not by this window. */
  async stopped(): Promise<void> {
    this.#standing().forEach(({ hash }) => this.#proposed.add(hash));
    await forgetAnswers(this.#options.workspaceState);
    await this.#settle();
  }

  async #settle(): Promise<void> {
    const { workspaceState, suggestions, onSettled } = this.#options;
    await onSettled(openAmong(workspaceState, suggestions()).length === 0);
  }

  async #proposeAll(): Promise<void> {
    const { workspaceState, suggestions } = this.#options;
    const next = (): Suggestion | undefined =>
      openAmong(workspaceState, suggestions()).find(({ hash }) => !this.#proposed.has(hash));
    for (let suggestion = next(); suggestion; suggestion = next()) {
      this.#proposed.add(suggestion.hash);
      const role = parseWorkspaceRole(suggestion.value);
      if (typeof role === 'string') {
        await this.#tellProblem(suggestion, role);
      } else {
        await this.#proposeOne(suggestion, role);
      }
    }
    await this.#settle();
  }

  async #proposeOne(suggestion: Suggestion, role: WorkspaceRole): Promise<void> {
    const { workspaceState, inUse, use, ui, fail } = this.#options;
    const { folder } = suggestion;
    const isInForce = [undefined, regionChosen(workspaceState, role.accountId)].includes(role.region);
    if (isInForce && isThat(inUse(folder), role)) {
      await rememberAnswered(workspaceState, suggestion);
      return;
    }
    const account = this.#accountOf(role);
    const text = folder
      ? l10n.t('The folder {0} suggests {1} in {2}.', folder.name, role.roleName, account)
      : l10n.t('This workspace suggests {0} in {1}.', role.roleName, account);
    const [useRole, notNow, never] = [
      l10n.t('Use Role'),
      l10n.t('Not Now'),
      l10n.t('Never for This Workspace'),
    ];
    const pressed = await ui.show({ severity: 'information', text, buttons: [useRole, notNow, never] });
    if (pressed === never) {
      await rememberNever(workspaceState);
    }
    if (pressed !== useRole || !this.#stands(suggestion)) {
      return;
    }
    try {
      await this.#confirm(suggestion, role, account);
      if (role.region !== undefined) {
        await rememberRegion(workspaceState, role.accountId, role.region);
      }
      await use(role, folder);
      await rememberAnswered(workspaceState, suggestion);
    } catch (error) {
      if (!isAwsSsoError(error, 'Cancelled')) {
        fail(error);
      }
    }
  }

  /** @throws AwsSsoError `Cancelled` unless the person agrees. */
  async #confirm(suggestion: Suggestion, role: WorkspaceRole, account: string): Promise<void> {
    const { isProtected, ui } = this.#options;
    const { folder } = suggestion;
    const button = l10n.t('Use Role');
    const { session, region, accountId, roleName } = role;
    const named = [
      ...(session === undefined ? [] : [l10n.t('Session: {0}', session)]),
      ...(region === undefined ? [] : [l10n.t('Region: {0}', region)]),
    ];
    const consequence = [
      ...(isProtected(accountId) ? [protectedSentence(this.#named(accountId))] : []),
      l10n.t('The settings of this workspace chose this role. Programs in its terminals can then use it.'),
    ];
    const pressed = await ui.show({
      severity: 'warning',
      text: folder
        ? l10n.t('Use {0} in {1} in terminals of the folder {2}?', roleName, account, folder.name)
        : l10n.t('Use {0} in {1} in terminals of this workspace?', roleName, account),
      // eslint-disable-next-line own/shown-labels -- Sentences, whose arguments are.
      detail: [...(named.length > 0 ? [named.join('\n')] : []), consequence.join(' ')].join('\n\n'),
      buttons: [button],
    });
    if (pressed !== button || !this.#stands(suggestion)) {
      throw cancelled();
    }
  }

  /** Whether it's still suggested: it may have become another one while the person was asked. */
  #stands({ hash }: Suggestion): boolean {
    return this.#standing().some((one) => one.hash === hash);
  }

  #standing(): readonly Suggestion[] {
    const { workspaceState, suggestions } = this.#options;
    return standingAmong(workspaceState, suggestions());
  }

  /** Once for each value, and one at a time: a program may write one value after the other. */
  async #tellProblem(suggestion: Suggestion, problem: string): Promise<void> {
    const { workspaceState, ui, log } = this.#options;
    const text = l10n.t(
      'The setting {0} of this workspace can’t be used: {1}',
      'awsSso.workspaceRole',
      problem,
    );
    log.warn(text);
    await rememberAnswered(workspaceState, suggestion);
    if (this.#isProblemShown) {
      return;
    }
    this.#isProblemShown = true;
    const openSettings = l10n.t('Open Settings');
    void ui.show({ severity: 'warning', text, buttons: [openSettings] }).then((pressed) => {
      this.#isProblemShown = false;
      if (pressed === openSettings) {
        void ui.run('workbench.action.openSettings', 'awsSso.workspaceRole');
      }
    });
  }

  #accountOf({ accountId }: WorkspaceRole): string {
    return accountOf(this.#named(accountId));
  }

  /** The account, with its name if it was used before: nobody is asked for it. */
  #named(accountId: string): NamedAccount {
    const accountName = this.#options.favourites.accountName(accountId);
    return { accountId, ...(accountName !== undefined && { accountName }) };
  }
}

function isThat(used: TerminalRole | undefined, role: WorkspaceRole): boolean {
  return (
    used?.accountId === role.accountId &&
    used.roleName === role.roleName &&
    (role.session === undefined || role.session === used.sessionName)
  );
}
