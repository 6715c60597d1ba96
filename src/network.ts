import * as l10n from '@vscode/l10n';
import { configuredEndpoints } from './aws/configuredEndpoints.ts';
import { endpoint, type Service } from './aws/endpoints.ts';
import { Retries } from './aws/retries.ts';
import { SsoOidc } from './aws/SsoOidc.ts';
import { SsoPortal } from './aws/SsoPortal.ts';
import type { Log } from './base/Log.ts';
import { fetchClient } from './http/fetchClient.ts';
import { loggedClient } from './http/loggedClient.ts';
import type { SessionServices } from './sessions/Sessions.ts';

export interface Network {
  /**
   * @param settings the user's `awsSso.endpoints`.
   * @throws AwsSsoError `InvalidRequest` when an address in force cannot be used.
   */
  services(region: string, settings: Readonly<Partial<Record<Service, string>>>): Promise<SessionServices>;
}

/**
 * The part of the composition root that nothing needs before the first request. It is a bundle of its own, so that
 * starting up need not read it.
 *
 * @param strings the translations: this bundle has its own copy of the library that looks them up.
 */
export function network(log: Log, strings: l10n.l10nJsonFormat | undefined): Network {
  if (strings) {
    l10n.config({ contents: strings });
  }
  const http = loggedClient(fetchClient(), log);
  const retries = new Retries();
  return {
    async services(region, settings) {
      const { env } = process;
      const configuration = { settings, env, config: await configuredEndpoints(env) };
      const oidc = endpoint('oidc', region, configuration);
      return {
        endpoint: oidc,
        oidc: new SsoOidc(http, oidc, retries),
        // Not before it is needed: a sign-in can do without.
        get portal() {
          return new SsoPortal(http, endpoint('portal', region, configuration), retries);
        },
      };
    },
  };
}
