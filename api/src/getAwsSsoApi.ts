import type * as vscode from 'vscode';
import { EXTENSION_ID } from './extensionId.ts';
import { fail } from './fail.ts';
import { fallBack } from './fallBack.ts';
import { offerInstall } from './offerInstall.ts';
import type { AwsSsoApi, AwsSsoExports, AwsSsoUnavailable, GetAwsSsoApiOptions } from './types.ts';
import { tooOld } from './unavailable.ts';

/** One for each caller. */
const fallBacks = new WeakMap<typeof vscode, Promise<AwsSsoApi>>();

/**
 * Finds the extension, activates it, and returns its API for your extension; the same object each time. Where the
 * extension runs in another extension host, the API is the same, over a command of the extension.
 *
 * When the extension is not installed, the person is offered to install it. This does not wait for them: try again when
 * they next ask for something.
 *
 * @param caller your own `vscode` namespace. The editor asks for consent in the name of the extension that owns it.
 * @throws AwsSsoUnavailable `NotInstalled`, `Disabled` or `TooOld`; `Service` when the extension cannot start, or its
 * extension host does not answer.
 *
 * @example
 * ```ts
 * import * as vscode from 'vscode';
 * import { getAwsSsoApi } from '@sso-signin/aws-sso-api';
 *
 * const aws = await getAwsSsoApi(vscode);
 * ```
 */
export async function getAwsSsoApi(caller: typeof vscode, options?: GetAwsSsoApiOptions): Promise<AwsSsoApi> {
  const extension = caller.extensions.getExtension<AwsSsoExports>(EXTENSION_ID);
  if (extension) {
    const exported = await extension.activate().then(null, (error: Error) => fail(error.message));
    try {
      return exported.getAPI(1, caller);
    } catch {
      // There is no such function, or it does not know this version.
      tooOld();
    }
  }
  const api = fallBacks.get(caller) ?? fallBack(caller);
  fallBacks.set(caller, api);
  return api.catch((error: AwsSsoUnavailable) => {
    fallBacks.delete(caller);
    if (!options?.silent) {
      offerInstall(caller, error);
    }
    throw error;
  });
}
