import * as l10n from '@vscode/l10n';
import type { Log } from '../../../base/Log.ts';
import { isAccountId } from '../../accounts/roleScopes.ts';
import type { ProtectionSettings } from '../../settings/protectionSettings.ts';
import type { Ui } from '../../ui/Ui.ts';
import { accountProtectedBy } from './workspaceRole.ts';

const SETTING = 'awsSso.protectedAccounts';

export interface ProtectedAccountsOptions {
  readonly settings: () => ProtectionSettings;
  readonly ui: Pick<Ui, 'show' | 'run'>;
  readonly log: Log;
}

/**
 * The accounts that are asked about each time that terminals are to get a role of theirs, such as production. All that any
 * setting protects: a workspace may add some, but take none away.
 */
export class ProtectedAccounts {
  readonly #options: ProtectedAccountsOptions;
  #accounts: ReadonlySet<string> | undefined;
  #told = '';

  constructor(options: ProtectedAccountsOptions) {
    this.#options = options;
  }

  readonly has = (accountId: string): boolean => (this.#accounts ??= this.#read()).has(accountId);

  /** Takes that settings have changed, or that the user trusts the workspace. */
  update(): void {
    this.#accounts = undefined;
  }

  #read(): ReadonlySet<string> {
    const { user, workspace, roles } = this.#options.settings();
    const own = entriesOf(user);
    this.#tellProblem(own.problem);
    return new Set([
      ...own.accounts,
      ...workspace.flatMap((value) => entriesOf(value).accounts),
      ...roles.flatMap((value) => accountProtectedBy(value) ?? []),
    ]);
  }

  /** Says that some account isn't protected as the user meant it. Not the same again. */
  #tellProblem(problem: string | undefined): void {
    const { ui, log } = this.#options;
    if (problem === undefined || problem === this.#told) {
      return;
    }
    this.#told = problem;
    log.warn(problem);
    const openSettings = l10n.t('Open Settings');
    void ui.show({ severity: 'warning', text: problem, buttons: [openSettings] }).then((pressed) => {
      if (pressed === openSettings) {
        void ui.run('workbench.action.openSettingsJson', { revealSetting: { key: SETTING } });
      }
    });
  }
}

interface Entries {
  readonly accounts: readonly string[];
  readonly problem?: string;
}

function entriesOf(value: unknown = []): Entries {
  if (!Array.isArray(value)) {
    return { accounts: [], problem: l10n.t('The setting {0} must be a list.', SETTING) };
  }
  const ids = value.map(idOf);
  const wrong = ids.findIndex((id) => !isAccountId(id));
  return {
    accounts: ids.filter(isAccountId),
    ...(wrong >= 0 && {
      problem: l10n.t('Entry {0} of the setting {1} isn’t an account ID of 12 digits.', wrong + 1, SETTING),
    }),
  };
}

/** Without quotes an account id is a number, which has lost its leading zeros. What protects is read as it's meant. */
function idOf(entry: unknown): unknown {
  return typeof entry === 'number'
    ? String(entry).padStart(12, '0')
    : typeof entry === 'string'
      ? entry.trim()
      : entry;
}
