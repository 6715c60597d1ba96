/** The editor as far as settings go: what the user and the workspace have written below `awsSso`, and its events. */
export function settingsEditor() {
  const user: Record<string, unknown> = {};
  const workspace: Record<string, unknown> = {};
  const folder: Record<string, unknown> = {};
  const updates: unknown[][] = [];
  const changed = new Set<(event: { affectsConfiguration: (section: string) => boolean }) => void>();
  const trusted = new Set<() => void>();
  const listen =
    <Listener>(listeners: Set<Listener>) =>
    (listener: Listener) => {
      listeners.add(listener);
      return { dispose: () => void listeners.delete(listener) };
    };
  class EventEmitter<Event> {
    readonly #listeners = new Set<(event: Event) => void>();
    readonly event = listen(this.#listeners);
    fire = (event: Event) => this.#listeners.forEach((listener) => listener(event));
    dispose = () => this.#listeners.clear();
  }
  const disposable = { dispose: () => undefined };
  const stub = {
    ConfigurationTarget: { Global: 1 },
    EventEmitter,
    RelativePattern: class {},
    Uri: { file: (file: string) => file },
    Disposable: {
      from: (...all: { dispose(): void }[]) => ({ dispose: () => all.forEach((one) => one.dispose()) }),
    },
    workspace: {
      isTrusted: true,
      getConfiguration: () => ({
        get: (name: string) => folder[name] ?? workspace[name] ?? user[name],
        inspect: (name: string) => ({
          globalValue: user[name],
          workspaceValue: workspace[name],
          workspaceFolderValue: folder[name],
        }),
        update: (...update: unknown[]) => Promise.resolve(void updates.push(update)),
      }),
      onDidChangeConfiguration: listen(changed),
      onDidGrantWorkspaceTrust: listen(trusted),
      createFileSystemWatcher: () => ({
        ...disposable,
        onDidCreate: () => disposable,
        onDidChange: () => disposable,
        onDidDelete: () => disposable,
      }),
    },
  };
  return {
    stub,
    updates,
    /** Writes a setting, and tells of it, as the editor does. */
    set(name: string, value: unknown, where: 'user' | 'workspace' | 'folder' = 'user') {
      ({ user, workspace, folder })[where][name] = value;
      changed.forEach((listener) =>
        listener({ affectsConfiguration: (section) => section === `awsSso.${name}` }),
      );
    },
    grantTrust() {
      stub.workspace.isTrusted = true;
      trusted.forEach((listener) => listener());
    },
    reset() {
      [user, workspace, folder].forEach((scope) => Object.keys(scope).forEach((name) => delete scope[name]));
      stub.workspace.isTrusted = true;
      updates.length = 0;
    },
  };
}
