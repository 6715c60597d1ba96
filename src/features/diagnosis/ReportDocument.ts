import { mkdir, writeFile } from 'node:fs/promises';
import * as vscode from 'vscode';
import { messageOf } from '../../base/errors.ts';
import type { Log } from '../../base/Log.ts';

/** By which its preview is known as well: previews don't say what they show. */
const FILE = 'AWS SSO Diagnostics.md';

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
    const file = vscode.Uri.joinPath(this.#folder, FILE);
    try {
      await mkdir(this.#folder.fsPath, { recursive: true });
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
