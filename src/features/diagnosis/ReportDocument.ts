import * as vscode from 'vscode';
import { within } from '../../base/within.ts';

const SCHEME = 'aws-sso-diagnosis';
const ADDRESS = vscode.Uri.from({ scheme: SCHEME, path: '/AWS SSO Diagnostics.md' });

/** How long an open one may take to be renewed, in milliseconds. */
const RENEWAL_MS = 2_000;

/** The newest report, in an editor of its own. Nobody can change it, so closing it asks nothing. */
export class ReportDocument {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #registration: vscode.Disposable;
  #text = '';

  constructor() {
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      onDidChange: this.#changed.event,
      provideTextDocumentContent: () => this.#text,
    });
  }

  /** One that is open is renewed, and comes to the front. */
  async show(text: string): Promise<void> {
    this.#text = text;
    const document = await vscode.workspace.openTextDocument(ADDRESS);
    if (document.getText() !== text) {
      await this.#renew();
    }
    await vscode.window.showTextDocument(document, { preview: false });
  }

  dispose(): void {
    vscode.Disposable.from(this.#registration, this.#changed).dispose();
  }

  /** Nobody should take the old one for the new. */
  async #renew(): Promise<void> {
    let subscription: vscode.Disposable | undefined;
    const renewed = new Promise<void>((resolve) => {
      subscription = vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (document.uri.toString() === ADDRESS.toString()) {
          resolve();
        }
      });
    });
    this.#changed.fire(ADDRESS);
    await within(RENEWAL_MS, renewed);
    subscription?.dispose();
  }
}
