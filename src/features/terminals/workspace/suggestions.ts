import { createHash } from 'node:crypto';
import * as vscode from 'vscode';
import type { Suggestion } from './suggestionAnswers.ts';

interface Values {
  readonly workspaceValue?: unknown;
  readonly workspaceFolderValue?: unknown;
}

/**
 * Reads `awsSso.workspaceRole` as the workspace and its folders have it, each by itself: the editor would make one role of two.
 * Nothing, as long as the user doesn't trust the workspace.
 */
export function suggestions(): readonly Suggestion[] {
  const { isTrusted, workspaceFolders = [] } = vscode.workspace;
  const valuesOf = (folder?: vscode.WorkspaceFolder): Values | undefined =>
    vscode.workspace.getConfiguration('awsSso', folder).inspect('workspaceRole');
  const [only, ...others] = workspaceFolders;
  const all =
    others.length === 0
      ? [{ value: valuesOf(only)?.workspaceFolderValue ?? valuesOf(only)?.workspaceValue }]
      : [
          { value: valuesOf()?.workspaceValue },
          ...workspaceFolders.map((folder) => ({ folder, value: valuesOf(folder)?.workspaceFolderValue })),
        ];
  const written = isTrusted ? all.filter(({ value }) => value !== undefined && value !== null) : [];
  return written.map((one) => ({ ...one, hash: hashOf(one) }));
}

function hashOf({ folder, value }: Omit<Suggestion, 'hash'>): string {
  const text = JSON.stringify([folder?.uri.toString(), value]);
  return createHash('sha256').update(text).digest('base64');
}
