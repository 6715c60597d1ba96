import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { messageOf } from '../../base/errors.ts';
import type { Log } from '../../base/Log.ts';

/** By which its preview is known as well: previews don't say what they show. */
const FILE = 'AWS SSO Diagnostics.md';

/** Another window, or one that is restored, may still show reports that are younger. */
const KEPT_MS = 24 * 60 * 60_000;

/** Whether the report is in front, for the buttons in its title. */
const IN_FRONT = 'awsSso.isReportInFront';

/** The newest report, rendered. In a file, so that VS Code can show it again after a restart. */
export class ReportDocument {
  readonly #folder: vscode.Uri;
  readonly #log: Log;
  #subscription: vscode.Disposable | undefined;
  #isInFront = false;

  /** @param folder where nobody else keeps anything; made when it's needed. */
  constructor(folder: vscode.Uri, log: Log) {
    this.#folder = folder;
    this.#log = log;
  }

  /** One that is open is renewed, and comes to the front. As text where VS Code has no preview of Markdown. */
  async show(text: string): Promise<void> {
    this.#subscription ??= vscode.Disposable.from(
      vscode.window.tabGroups.onDidChangeTabs(() => this.#look()),
      vscode.window.tabGroups.onDidChangeTabGroups(() => this.#look()),
    );
    // Of a new one each time: VS Code would show the old text of one that it knows until it sees that it has changed.
    const folder = vscode.Uri.joinPath(this.#folder, String(Date.now()));
    const file = vscode.Uri.joinPath(folder, FILE);
    try {
      await removeOld(this.#folder.fsPath);
      await mkdir(folder.fsPath, { recursive: true });
      await writeFile(file.fsPath, text, { mode: 0o600 });
    } catch (error) {
      this.#log.warn(`The report can’t be written to a file: ${messageOf(error)}`);
      const document = await vscode.workspace.openTextDocument({ content: text, language: 'markdown' });
      await vscode.window.showTextDocument(document, { preview: false });
      return;
    }
    try {
      await vscode.commands.executeCommand('markdown.showPreview', file);
    } catch (error) {
      this.#log.info(`The report is shown as text: ${messageOf(error)}`);
      await vscode.window.showTextDocument(file, { preview: false });
    }
    this.#look();
  }

  dispose(): void {
    this.#subscription?.dispose();
  }

  #look(): void {
    const label = vscode.window.tabGroups.activeTabGroup.activeTab?.label ?? '';
    const isInFront = label.endsWith(FILE);
    if (isInFront !== this.#isInFront) {
      this.#isInFront = isInFront;
      void vscode.commands.executeCommand('setContext', IN_FRONT, isInFront);
    }
  }
}

/** Removes the reports that are too old to be of use, by the times that their folders are named after. */
async function removeOld(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const old = names.filter((name) => /^\d+$/.test(name) && Number(name) < Date.now() - KEPT_MS);
  await Promise.all(old.map((name) => rm(path.join(folder, name), { recursive: true, force: true })));
}
