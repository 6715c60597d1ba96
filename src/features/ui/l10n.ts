import * as vscode from 'vscode';
import { withShownArguments } from '../../base/withShownArguments.ts';

/** What the bundles have in the place of `@vscode/l10n`, which is the same for where there is no editor. */
export const t = withShownArguments(vscode.l10n.t);
