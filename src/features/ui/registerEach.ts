import * as vscode from 'vscode';
import { messageOf } from '../../base/errors.ts';
import type { Log } from '../../base/Log.ts';

/**
 * Registers each by itself, by its name: the editor refuses an id that another extension has registered first, which is no
 * reason to be without the rest. What is refused is logged.
 */
export function registerEach(
  log: Log,
  registrations: Readonly<Record<string, () => vscode.Disposable>>,
): vscode.Disposable {
  const registered = Object.entries(registrations).flatMap(([name, register]) => {
    try {
      return [register()];
    } catch (error) {
      log.error(`Couldn’t register ${name}: ${messageOf(error)}`);
      return [];
    }
  });
  return vscode.Disposable.from(...registered);
}
