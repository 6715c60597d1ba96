import { Module } from 'node:module';
import type * as vscode from 'vscode';

/** The `vscode` of an extension, and what of it a benchmark looks at. */
export interface StubEditor {
  readonly vscode: Record<string, unknown>;
  /** The context of an activation. Its subscriptions are the caller's to dispose. */
  context(): vscode.ExtensionContext;
}

interface StubbedState {
  /** By their names below `awsSso`. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly secrets: ReadonlyMap<string, string>;
  readonly storage: string;
}

class EventEmitter<Event> {
  readonly #listeners = new Set<(event: Event) => void>();
  readonly event = (listener: (event: Event) => void): vscode.Disposable => {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  };
  fire(event: Event): void {
    this.#listeners.forEach((listener) => listener(event));
  }
  dispose(): void {
    this.#listeners.clear();
  }
}

class Disposable {
  readonly #disposables: readonly { dispose(): unknown }[];
  constructor(disposables: readonly { dispose(): unknown }[]) {
    this.#disposables = disposables;
  }
  static from(...disposables: readonly { dispose(): unknown }[]): Disposable {
    return new Disposable(disposables);
  }
  dispose(): void {
    this.#disposables.forEach((one) => one.dispose());
  }
}

const disposable = { dispose: () => undefined };
const neverFires = (): vscode.Disposable => disposable;
/** Whatever else of the editor there is: a class, a function, and any member of it the same. */
const anything: unknown = new Proxy(class {}, {
  get: (_, key) => (key === 'then' ? undefined : anything),
  apply: () => anything,
  construct: () => anything as object,
});

function orAnything(known: Readonly<Record<string, unknown>>): object {
  return new Proxy(known, { get: (of, key) => (key in of ? of[key as string] : anything) });
}

/**
 * An editor that costs nothing: it keeps settings and secrets in memory, and hands out what the providers give without asking
 * anybody. Members that it does not know do nothing.
 */
export function stubEditor({ settings, secrets, storage }: StubbedState): StubEditor {
  const stored = new Map(secrets);
  const providers = new Map<string, vscode.AuthenticationProvider>();
  const silent = Object.fromEntries(
    ['trace', 'debug', 'info', 'warn', 'error'].map((name) => [name, neverFires]),
  );
  const known: Record<string, Record<string, unknown>> = {
    l10n: { t: (message: string) => message },
    window: {
      createOutputChannel: () => ({ ...disposable, ...silent }),
      onDidChangeWindowState: neverFires,
      onDidOpenTerminal: neverFires,
      createTreeView: () => disposable,
      state: { focused: true },
    },
    workspace: {
      getConfiguration: () => ({
        get: (name: string) => settings[name],
        inspect: (name: string) => ({ globalValue: settings[name] }),
      }),
      onDidChangeConfiguration: neverFires,
      onDidGrantWorkspaceTrust: neverFires,
      isTrusted: true,
    },
    commands: { registerCommand: neverFires, executeCommand: () => Promise.resolve() },
    debug: { registerDebugConfigurationProvider: neverFires },
    authentication: {
      registerAuthenticationProvider: (id: string, _: string, provider: vscode.AuthenticationProvider) => {
        providers.set(id, provider);
        return disposable;
      },
      getSession: async (id: string, scopes: readonly string[]) =>
        (await providers.get(id)?.getSessions([...scopes], {}))?.[0],
    },
  };
  const members = Object.entries(known).map(([name, of]) => [name, orAnything(of)] as const);
  return {
    // By its prototype, which a bundle's copy of its members has as well.
    vscode: Object.setPrototypeOf(
      { ...Object.fromEntries(members), EventEmitter, Disposable },
      orAnything({}),
    ) as Record<string, unknown>,
    context: () => {
      const state = { get: () => undefined, update: () => Promise.resolve(), keys: () => [] };
      const context = {
        ...{
          subscriptions: [],
          globalStorageUri: { fsPath: storage },
          globalState: state,
          workspaceState: state,
        },
        extension: { extensionKind: 1 },
        environmentVariableCollection: anything,
        secrets: {
          get: (key: string) => Promise.resolve(stored.get(key)),
          store: (key: string, value: string) => Promise.resolve(void stored.set(key, value)),
          delete: (key: string) => Promise.resolve(void stored.delete(key)),
          onDidChange: neverFires,
        },
      };
      return context as unknown as vscode.ExtensionContext;
    },
  };
}

/** Has `require('vscode')` give it while something is done. */
export async function asVscode<Result>(
  { vscode }: StubEditor,
  action: () => Result | Promise<Result>,
): Promise<Result> {
  const loader = Module as unknown as { _load: (request: string, ...rest: unknown[]) => unknown };
  const load = loader._load;
  loader._load = (request, ...rest) => (request === 'vscode' ? vscode : load(request, ...rest));
  try {
    return await action();
  } finally {
    loader._load = load;
  }
}
