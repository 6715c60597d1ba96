import * as vscode from 'vscode';
import type { Preview } from './addAllProfiles.ts';

const SCHEME = 'aws-sso-preview';
/** Shows what becomes of a file as a difference, which nobody can edit or save. */
export class PreviewDocument implements Preview {
  readonly #sides = ['before', 'after'].map((query) =>
    vscode.Uri.from({ scheme: SCHEME, path: '/config.ini', query }),
  );
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    onDidChange: this.#changed.event,
    provideTextDocumentContent: ({ query }) => (query === 'before' ? this.#before : this.#after),
  });
  #before = '';
  #after = '';

  async show(before: string, after: string, title: string): Promise<() => Promise<void>> {
    this.#before = before;
    this.#after = after;
    this.#sides.forEach((side) => this.#changed.fire(side));
    await vscode.commands.executeCommand('vscode.diff', ...this.#sides, title, { preview: true });
    return async () => {
      const tabs = vscode.window.tabGroups.all.flatMap(({ tabs: all }) => all);
      const ours = tabs.filter(
        ({ input }) => input instanceof vscode.TabInputTextDiff && input.modified.scheme === SCHEME,
      );
      await vscode.window.tabGroups.close(ours);
    };
  }

  dispose(): void {
    vscode.Disposable.from(this.#registration, this.#changed).dispose();
  }
}
