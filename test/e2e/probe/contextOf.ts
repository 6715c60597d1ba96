import { createRequire } from 'node:module';
import path from 'node:path';
import * as vscode from 'vscode';

type Activate = (context: vscode.ExtensionContext) => unknown;

/**
 * Learns the context that the editor hands to another extension of this host, which alone reaches its secrets and its state. The
 * extension must not have been activated yet.
 * @returns the context, once there is one.
 */
export function contextOf(id: string): () => vscode.ExtensionContext | undefined {
  const extension = vscode.extensions.getExtension<unknown>(id);
  if (extension === undefined || extension.isActive) return () => undefined;
  const { main } = extension.packageJSON as { main: string };
  const require = createRequire(__filename);
  const file = require.resolve(path.join(extension.extensionPath, main));
  const loaded = require(file) as { activate: Activate };
  const cached = require.cache[file];
  let context: vscode.ExtensionContext | undefined;
  if (cached)
    cached.exports = {
      ...loaded,
      activate: (given: vscode.ExtensionContext) => loaded.activate((context = given)),
    };
  return () => context;
}
