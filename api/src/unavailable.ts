import type * as vscode from 'vscode';
import { EXTENSION_ID } from './extensionId.ts';
import { fail, NAME } from './fail.ts';
import type { AwsSsoUnavailableCode } from './types.ts';

function unavailable(code: AwsSsoUnavailableCode, todo: string): never {
  fail(`${todo} the extension ${NAME}.`, code);
}

export function tooOld(): never {
  unavailable('TooOld', 'Update');
}

/**
 * Says why a call of the extension's command failed, where the extension is not in the caller's extension host.
 *
 * @throws always: `Disabled`, `NotInstalled`, `TooOld`; or the error itself.
 */
export async function whyUnavailable(
  { extensions, Uri, workspace }: typeof vscode,
  error: Error & { readonly code?: unknown },
): Promise<never> {
  // The editor knows the settings of all extensions that are enabled, in whatever extension host they run.
  if (workspace.getConfiguration('awsSso').inspect('signInFlow')?.defaultValue) {
    if (error.message.endsWith(' not found') || error.code === 'InvalidRequest') {
      tooOld();
    }
    throw error;
  }
  for (const { extensionUri } of extensions.all) {
    await workspace.fs.readFile(Uri.joinPath(extensionUri, '../extensions.json')).then(
      (list) =>
        new TextDecoder().decode(list).includes(`"${EXTENSION_ID}"`) && unavailable('Disabled', 'Enable'),
      // There is none beside built-in extensions, nor beside those in development.
      () => undefined,
    );
  }
  unavailable('NotInstalled', 'Install');
}
