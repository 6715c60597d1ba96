import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { AwsSsoExports } from '../api/src/index.ts';
import { endpoint } from './aws/endpoints.ts';
import { Retries } from './aws/retries.ts';
import { SsoOidc } from './aws/SsoOidc.ts';
import { SsoPortal } from './aws/SsoPortal.ts';
import { registerCommands } from './editor/commands.ts';
import { exportedApi } from './editor/exportedApi.ts';
import { PublicSessions } from './editor/PublicSessions.ts';
import {
  configuredSessions,
  endpointConfiguration,
  onDidChangeConfiguredSessions,
} from './editor/settings.ts';
import { SignIn } from './editor/SignIn.ts';
import { PROVIDER_ID, SsoAuthenticationProvider } from './editor/SsoAuthenticationProvider.ts';
import { fetchClient } from './http/fetchClient.ts';
import { loggedClient } from './http/loggedClient.ts';
import { Registrations } from './sessions/Registrations.ts';
import { Sessions } from './sessions/Sessions.ts';
import { isSessionKey, SessionStore } from './sessions/SessionStore.ts';

/** Builds the parts and registers them. Waits for nothing and asks nobody: the editor is starting up. */
export function activate(context: vscode.ExtensionContext): AwsSsoExports {
  if (vscode.l10n.bundle) {
    l10n.config({ contents: vscode.l10n.bundle });
  }
  const log = vscode.window.createOutputChannel('AWS SSO', { log: true });
  const http = loggedClient(fetchClient(), log);
  const retries = new Retries();
  const sessions = new Sessions({
    store: new SessionStore(context.secrets, log),
    registrations: new Registrations(context.secrets, log),
    services: async (region) => {
      const configuration = await endpointConfiguration();
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
    configured: () => configuredSessions().sessions,
    onChange(change) {
      provider.onChange(change);
      publicSessions.update();
    },
    log,
  });
  const signIn = new SignIn(sessions, log);
  const provider = new SsoAuthenticationProvider(sessions, signIn, log);
  const publicSessions = new PublicSessions(sessions);
  context.subscriptions.push(
    log,
    sessions,
    signIn,
    provider,
    publicSessions,
    vscode.authentication.registerAuthenticationProvider(
      PROVIDER_ID,
      l10n.t('AWS IAM Identity Center'),
      provider,
      {
        supportsMultipleAccounts: true,
      },
    ),
    registerCommands({ sessions, publicSessions, signIn, log }),
    context.secrets.onDidChange(({ key }) => (isSessionKey(key) ? void sessions.reload() : undefined)),
    onDidChangeConfiguredSessions(() => publicSessions.update()),
  );
  return exportedApi({ sessions, publicSessions, signIn, provider });
}
