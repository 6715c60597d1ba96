import { randomUUID } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { shown } from '../../base/shown.ts';
import type { ServedRole } from './ServedRoles.ts';
import { roleText } from './stopServing.ts';

/** As in the view of accounts: nobody can name a row by its id. */
const UNGUESSABLE = randomUUID();

/** As the manifest declares it. */
const VIEW_ID = 'awsSso.servedProfiles';

/** The view “Served Profiles”, which is there while there are some. */
export class ServedView {
  readonly #own = new WeakSet<object>();
  readonly #all: () => Promise<readonly ServedRole[]>;
  readonly #changes = new vscode.EventEmitter<undefined>();
  readonly #treeView: vscode.TreeView<ServedRole>;
  #isShown: boolean | undefined;

  constructor(all: () => Promise<readonly ServedRole[]>) {
    this.#all = all;
    this.#treeView = vscode.window.createTreeView<ServedRole>(VIEW_ID, {
      treeDataProvider: {
        onDidChangeTreeData: this.#changes.event,
        getChildren: (role) => (role ? [] : this.#children()),
        getTreeItem: (role) => itemOf(role),
      },
    });
  }

  /** Other profiles are served than before. */
  changed(roles: readonly ServedRole[]): void {
    const isShown = roles.length > 0;
    if (isShown !== this.#isShown) {
      this.#isShown = isShown;
      void vscode.commands.executeCommand('setContext', 'awsSso.servesProfiles', isShown);
    }
    this.#changes.fire(undefined);
  }

  /** Whether a person has pressed this row: itself, and no other object like it. */
  owns(argument: unknown): argument is ServedRole {
    const isObject = typeof argument === 'object' && argument !== null;
    return this.#treeView.visible && isObject && this.#own.has(argument);
  }

  dispose(): void {
    vscode.Disposable.from(this.#treeView, this.#changes).dispose();
  }

  async #children(): Promise<ServedRole[]> {
    const roles = [...(await this.#all())].sort((one, other) => one.profile.localeCompare(other.profile));
    roles.forEach((role) => this.#own.add(role));
    return roles;
  }
}

function itemOf(role: ServedRole): vscode.TreeItem {
  const { profile, sessionName, file } = role;
  const item = new vscode.TreeItem(shown(profile));
  item.id = `${UNGUESSABLE} ${file} ${profile}`;
  return Object.assign(item, {
    description: shown(roleText(role)),
    tooltip: [roleText(role), sessionName, file].map((text) => shown(text, 300)).join('\n'),
    iconPath: new vscode.ThemeIcon('broadcast'),
    contextValue: 'servedProfile',
    accessibilityInformation: {
      label: l10n.t('Profile {0}, {1}, served by VS Code', profile, roleText(role)),
    },
  });
}
