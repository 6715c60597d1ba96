import { access, realpath, unlink } from 'node:fs/promises';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { editFile } from '../../aws/config/editFile.ts';
import { AwsSsoError } from '../../base/errors.ts';

const MISSING = Symbol('missing');

/** How a file was changed. */
export interface Edited {
  /** Whether the change is in an editor, for the person to look at, to save, or to undo. */
  readonly isOpen: boolean;
  /** Takes the change back, unless the file has been changed since. Tells whether it did. */
  readonly undo: () => Promise<boolean>;
}

/**
 * Puts what `edit` makes of the text in a file in its place: on disk where that is plain sailing; in an editor where the person
 * has unsaved changes in the file, or `isDoubtful` says that they should look at it.
 *
 * @throws as `editFile`; AwsSsoError `InvalidRequest` when the editor does not take the change.
 */
export async function editOrOpen(
  file: string,
  edit: (text: string) => string,
  isDoubtful: (text: string) => boolean,
): Promise<Edited> {
  const unsaved = await unsavedDocument(file);
  if (unsaved) {
    return editInEditor(unsaved, edit);
  }
  const isNew = (await access(file).catch(() => MISSING)) === MISSING;
  let change = { before: '', after: '' };
  let mustOpen = false;
  await editFile(file, (before) => {
    change = { before, after: edit(before) };
    mustOpen = isDoubtful(before);
    return mustOpen ? before : change.after;
  });
  if (mustOpen) {
    return editInEditor(await vscode.workspace.openTextDocument(vscode.Uri.file(file)), edit);
  }
  const undo = async (): Promise<boolean> => {
    let isUndone = false;
    await editFile(file, (text) => {
      isUndone = text === change.after;
      return isUndone ? change.before : text;
    });
    if (isUndone && isNew) {
      await unlink(file);
    }
    return isUndone;
  };
  return { isOpen: false, undo };
}

/** The document with what the person has not saved yet, whatever links lead to it. */
async function unsavedDocument(file: string): Promise<vscode.TextDocument | undefined> {
  const target = await realpath(file).catch(() => file);
  for (const document of vscode.workspace.textDocuments) {
    if (document.isDirty && document.uri.scheme === 'file') {
      const { fsPath } = document.uri;
      if (target === (await realpath(fsPath).catch(() => fsPath))) {
        return document;
      }
    }
  }
  return undefined;
}

async function editInEditor(document: vscode.TextDocument, edit: (text: string) => string): Promise<Edited> {
  const before = document.getText();
  const after = edit(before);
  const change = new vscode.WorkspaceEdit();
  const end = document.positionAt(before.length);
  const start = after.startsWith(before) ? end : document.positionAt(0);
  change.replace(
    document.uri,
    new vscode.Range(start, end),
    after.startsWith(before) ? after.slice(before.length) : after,
  );
  const editor = await vscode.window.showTextDocument(document);
  if (!(await vscode.workspace.applyEdit(change))) {
    const sentence = l10n.t('Couldn’t change {0}. Check that you can write it.', document.uri.fsPath);
    throw new AwsSsoError('InvalidRequest', sentence);
  }
  editor.revealRange(new vscode.Range(start, document.positionAt(after.length)));
  return { isOpen: true, undo: () => Promise.resolve(false) };
}
