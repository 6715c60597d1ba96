import * as vscode from 'vscode';
import type { Log } from '../base/Log.ts';

/** A channel of the Output view. It is made with the first line, since that costs a start of the editor a folder and a file. */
export class OutputLog implements Log {
  readonly #name: string;
  #made: vscode.LogOutputChannel | undefined;

  constructor(name: string) {
    this.#name = name;
  }

  debug(message: string): void {
    this.#channel().debug(message);
  }

  info(message: string): void {
    this.#channel().info(message);
  }

  warn(message: string): void {
    this.#channel().warn(message);
  }

  error(message: string): void {
    this.#channel().error(message);
  }

  show(): void {
    this.#channel().show();
  }

  dispose(): void {
    this.#made?.dispose();
  }

  #channel(): vscode.LogOutputChannel {
    return (this.#made ??= vscode.window.createOutputChannel(this.#name, { log: true }));
  }
}
