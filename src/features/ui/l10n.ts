import * as vscode from 'vscode';

/** What the bundles have in the place of `@vscode/l10n`, which is the same for where there is no editor. */
export const t = vscode.l10n.t;
