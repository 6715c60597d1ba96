import * as l10n from '@vscode/l10n';
import type * as vscode from 'vscode';
import type { AwsSsoApi, AwsSsoExports } from '../../../api/src/index.ts';
import { AwsSsoError } from '../../base/errors.ts';
import { apiFor, type ApiOptions } from './apiFor.ts';

/** What `activate` returns. Each calling extension has one Api, known by the `vscode` namespace it owns. */
export function exportedApi(options: ApiOptions): AwsSsoExports {
  const apis = new WeakMap<typeof vscode, AwsSsoApi>();
  return Object.freeze({
    getAPI(version: number, caller: typeof vscode): AwsSsoApi {
      if (version !== 1) {
        throw new AwsSsoError(
          'InvalidRequest',
          l10n.t('SSO Sign-in for AWS serves version 1 of its API, not {0}.', String(version)),
        );
      }
      // Not a check of trust: whoever passes another extension's namespace gets what its user allowed that one.
      if (typeof (caller as Partial<typeof vscode> | undefined)?.authentication?.getSession !== 'function') {
        throw new AwsSsoError('InvalidRequest', l10n.t('Pass your own vscode namespace: getAPI(1, vscode).'));
      }
      let api = apis.get(caller);
      if (!api) {
        api = apiFor(caller, options);
        apis.set(caller, api);
        // Reading the stored sessions can begin now: whoever gets the API is about to look at them.
        options.sessions.load().catch(() => undefined);
      }
      return api;
    },
  });
}
