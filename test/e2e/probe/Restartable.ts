import { createRequire } from 'node:module';
import path from 'node:path';
import * as vscode from 'vscode';

interface Loaded {
  activate(context: vscode.ExtensionContext): unknown;
  deactivate?(): unknown;
}

/**
 * Another extension of this host, which must not have been activated yet. Learns the context that the editor hands to it, which alone
 * reaches its secrets and its state; and starts it anew, as a start of the editor would, without one.
 */
export class Restartable {
  readonly #require = createRequire(__filename);
  readonly #main: string | undefined;
  #context: vscode.ExtensionContext | undefined;
  #loaded: Loaded | undefined;
  #exports: unknown;

  constructor(id: string) {
    const extension = vscode.extensions.getExtension<unknown>(id);
    if (extension === undefined || extension.isActive) return;
    const { main } = extension.packageJSON as { main?: string };
    if (main === undefined) return;
    this.#main = this.#require.resolve(path.join(extension.extensionPath, main));
    this.#loaded = this.#require(this.#main) as Loaded;
    const cached = this.#require.cache[this.#main];
    if (cached) cached.exports = { ...this.#loaded, activate: this.#activate.bind(this) };
  }

  /** Undefined before it has been activated. */
  get context(): vscode.ExtensionContext | undefined {
    return this.#context;
  }

  /** Disposes of all that it has, has `meanwhile` done while it is away, and begins with modules that have just been loaded. */
  async restart(meanwhile: () => Promise<void> = () => Promise.resolve()): Promise<void> {
    const context = this.#context;
    if (!context || this.#main === undefined) return meanwhile();
    await this.#loaded?.deactivate?.();
    for (const owned of context.subscriptions.splice(0).reverse()) await owned.dispose();
    const folder = context.extensionPath + path.sep;
    for (const file of Object.keys(this.#require.cache))
      if (file.startsWith(folder)) Reflect.deleteProperty(this.#require.cache, file);
    await meanwhile();
    this.#loaded = this.#require(this.#main) as Loaded;
    this.#exports = await this.#loaded.activate(context);
  }

  /** Called by the editor. @returns exports that are always those of the last start. */
  async #activate(context: vscode.ExtensionContext): Promise<unknown> {
    this.#context = context;
    this.#exports = await this.#loaded?.activate(context);
    if (typeof this.#exports !== 'object' || this.#exports === null) return this.#exports;
    return new Proxy({}, { get: (_target, name) => Reflect.get(this.#exports as object, name) as unknown });
  }
}
