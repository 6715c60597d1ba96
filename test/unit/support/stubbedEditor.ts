import * as nodeModule from 'node:module';

/** What a test puts in the place of the editor: as much of it as the module under test touches. */
export type Stub = Record<string, unknown>;

interface Hooks {
  deregister(): void;
}
type Next = (specifier: string, context: unknown) => unknown;
/** The types of Node.js 20 do not know it yet. */
type RegisterHooks = (hooks: {
  resolve: (specifier: string, context: unknown, next: Next) => unknown;
  load: (url: string, context: unknown, next: Next) => unknown;
}) => Hooks;

const URL_OF_STUB = 'stub:vscode';
const NAMES = [
  ...['window', 'workspace', 'env', 'Uri', 'Range', 'WorkspaceEdit', 'ProgressLocation'],
  ...['QuickPickItemKind', 'ExtensionKind', 'CancellationError', 'commands', 'debug'],
  ...['RelativePattern', 'Disposable', 'EventEmitter', 'ConfigurationTarget', 'authentication'],
  ...['TreeItem', 'ThemeIcon', 'TreeItemCollapsibleState', 'UIKind'],
];

const store = globalThis as unknown as { stubbedEditor: Stub };

/** Has the editor be that one for the tests of a suite: test files that are loaded later bring theirs. */
export function useStubbedEditor(stub: Stub): void {
  let others: Stub;
  before(() => {
    others = store.stubbedEditor;
    store.stubbedEditor = stub;
  });
  after(() => {
    store.stubbedEditor = others;
  });
}

/**
 * Imports modules of the editor floor outside of an editor, which is then what `stub` has at the time of each use. For thin
 * adapters only: whatever can be seen in a real editor is tested there.
 */
export async function withStubbedEditor<Result>(stub: Stub, load: () => Promise<Result>): Promise<Result> {
  store.stubbedEditor = stub;
  const exports = NAMES.map(
    (name) => `export const ${name} = new Proxy(class {}, {
      get: (_, key) => globalThis.stubbedEditor.${name}?.[key],
      construct: (_, args) => new globalThis.stubbedEditor.${name}(...args),
    });`,
  );
  const { registerHooks } = nodeModule as unknown as { registerHooks: RegisterHooks };
  const hooks = registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'vscode'
        ? { url: URL_OF_STUB, format: 'module', shortCircuit: true }
        : next(specifier, context),
    load: (url, context, next) =>
      url === URL_OF_STUB
        ? { format: 'module', shortCircuit: true, source: exports.join('\n') }
        : next(url, context),
  });
  try {
    return await load();
  } finally {
    hooks.deregister();
  }
}
