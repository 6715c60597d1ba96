import * as vscode from 'vscode';
import type { Preview } from './addAllProfiles.ts';

const SCHEME = 'aws-sso-preview';

/** Shows what becomes of a file as a difference, which nobody can edit or save. */
export class PreviewDocument implements Preview {
  /** By the queries of their addresses. */
  readonly #texts = new Map<string, string>();
  readonly #registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: ({ query }) => this.#texts.get(query),
  });
  #shown = 0;

  async show(before: string, after: string, title: string): Promise<() => Promise<void>> {
    const number = ++this.#shown;
    const sides = Object.entries({ before, after }).map(([side, text]) => {
      const uri = vscode.Uri.from({ scheme: SCHEME, path: '/config.ini', query: `${side}-${number}` });
      this.#texts.set(uri.query, text);
      return uri;
    });
    await vscode.commands.executeCommand('vscode.diff', ...sides, title, { preview: true });
    return async () => {
      const queries = new Set(sides.map(({ query }) => query));
      const isOurs = ({ input }: vscode.Tab): boolean =>
        input instanceof vscode.TabInputTextDiff &&
        input.modified.scheme === SCHEME &&
        queries.has(input.modified.query);
      const tabs = vscode.window.tabGroups.all.flatMap(({ tabs: all }) => all);
      await vscode.window.tabGroups.close(tabs.filter(isOurs));
      queries.forEach((query) => this.#texts.delete(query));
    };
  }

  dispose(): void {
    this.#registration.dispose();
  }
}
