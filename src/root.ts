import * as vscode from 'vscode';
import type { AwsSsoExports } from '../api/src/index.ts';
import { AwsCliFiles } from './features/settings/AwsCliFiles.ts';
import { ConfiguredSessions } from './features/settings/ConfiguredSessions.ts';
import { endedSsoSessions } from './features/signIn/endedSsoSessions.ts';
import { exportedApi } from './features/api/exportedApi.ts';
import { ProviderFailures } from './features/accounts/ProviderFailures.ts';
import { PublicSessions } from './features/accounts/PublicSessions.ts';
import { ROLE_PROVIDER_ID } from './features/accounts/providerIds.ts';
import { endpointSettings, sharesTokensWithAwsCli as isSharing } from './features/settings/settings.ts';
import { RoleAuthenticationProvider } from './features/accounts/RoleAuthenticationProvider.ts';
import type { SignInOnDemand } from './features/signIn/SignIn.ts';
import { SsoAuthenticationProvider } from './features/accounts/SsoAuthenticationProvider.ts';
import { once } from './base/once.ts';
import type { Sharing } from './sessions/kinds/AwsCliSharing.ts';
import type { OnDemand } from './onDemand.ts';
import { isConsoleKey } from './sessions/store/consoleKeys.ts';
import { RoleCredentials } from './sessions/portal/RoleCredentials.ts';
import { Sessions } from './sessions/engine/Sessions.ts';
import { isSessionKey } from './sessions/store/sessionKeys.ts';
import type { SessionMessage } from './sessions/windows/sessionMessages.ts';

type ProviderChange = vscode.AuthenticationProviderAuthenticationSessionsChangeEvent;

/** How the editor is told of changes, by provider. */
export interface ProviderEvents {
  readonly onChange: (change: ProviderChange) => void;
  readonly onRoleChange: (change: ProviderChange) => void;
  readonly onConsoleChange: (change: ProviderChange) => void;
}

export interface Root {
  readonly provider: vscode.AuthenticationProvider;
  readonly roleProvider: vscode.AuthenticationProvider;
  readonly exports: AwsSsoExports;
  /** What the sessions themselves can do without. */
  readonly onDemand: () => Promise<OnDemand>;
  dispose(): void;
}

/**
 * Builds the parts that there are once somebody asks for a session, or for the API. A bundle of its own, which activation does not
 * wait for.
 */
export function root(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  { onChange, onRoleChange, onConsoleChange }: ProviderEvents,
): Root {
  let loaded: OnDemand | undefined;
  let isDisposed = false;
  const onDemand = once(async () => {
    const answer = (message: SessionMessage): unknown => sessions.answer(message);
    const { fsPath: storage } = context.globalStorageUri;
    loaded = (await import('./onDemand.ts')).onDemand({
      ...{ storage, endpointSettings, isSharing, answer, context, log },
      parts: { sessions, publicSessions, configured, roles, failures, exports, secretOf },
      onConsoleChange,
      place: {
        isInBrowser: vscode.env.uiKind === vscode.UIKind.Web,
        isRemote: vscode.env.remoteName !== undefined,
        isInWorkspaceHost: context.extension.extensionKind === vscode.ExtensionKind.Workspace,
      },
    });
    if (isDisposed) {
      loaded.dispose();
    }
    subscriptions.push(loaded);
    return loaded;
  });
  const configured: ConfiguredSessions = new ConfiguredSessions(
    async () => (await onDemand()).awsConfigSessions(),
    log,
  );
  const sessions: Sessions = new Sessions({
    sharing: sharingOnDemand(isSharing, onDemand),
    store: {
      load: async (ids) => (await onDemand()).store.load(ids),
      read: async (id) => (await onDemand()).store.read(id),
      save: async (record) => (await onDemand()).store.save(record),
    },
    lock: { hold: async (...hold) => (await onDemand()).lock.hold(...hold) },
    otherWindows: { ask: async (message) => (await onDemand()).otherWindows.ask(message) },
    exchange: async (records) => (await onDemand()).exchange(records),
    services: async (region) => (await onDemand()).services(region),
    configured: () => configured.list(),
    loadConfigured: async () => void (await Promise.all([configured.load(), awsCliFiles.update()])),
    onChange(change) {
      provider.onChange(change);
      roleProvider.update(change);
      if (change.removed.length + change.replaced.length > 0) {
        loaded?.directory.clear();
      }
      publicSessions.update();
      loaded?.terminals.update();
    },
    onEnded: () => endedSessions.update(),
    log,
  });
  const signIn: SignInOnDemand = {
    run: async (config) => (await onDemand()).signIn.run(config),
    choose: async (name) => (await onDemand()).signIn.choose(name),
  };
  const failures = new ProviderFailures();
  const provider = new SsoAuthenticationProvider(sessions, signIn, failures, log);
  const roles: RoleCredentials = new RoleCredentials((session, action) => sessions.atPortal(session, action));
  const roleProvider = new RoleAuthenticationProvider({ sessions, roles, signIn, failures });
  const publicSessions = new PublicSessions(sessions);
  const endedSessions = endedSsoSessions(sessions, signIn);
  const awsCliFiles = new AwsCliFiles(async () => (await onDemand()).sharedKinds());
  const exports = exportedApi({ sessions, publicSessions, signIn, roles, failures });
  const secretOf = (providerId: string, id: string): string | undefined =>
    providerId === ROLE_PROVIDER_ID ? roleProvider.secretOf(id) : sessions.find(id)?.accessToken;
  const subscriptions: vscode.Disposable[] = [
    awsCliFiles,
    configured,
    sessions,
    provider,
    roleProvider,
    publicSessions,
    endedSessions,
    provider.onDidChangeSessions(onChange),
    roleProvider.onDidChangeSessions(onRoleChange),
    context.secrets.onDidChange(({ key }) => {
      if (isSessionKey(key)) {
        void sessions.reload();
      } else if (isConsoleKey(key)) {
        void loaded?.consoles.reload();
      }
    }),
    configured.onDidChange(() => publicSessions.update()),
  ];
  return {
    ...{ provider, roleProvider, exports, onDemand },
    dispose() {
      isDisposed = true;
      vscode.Disposable.from(...subscriptions).dispose();
    },
  };
}

/** Nothing is loaded for a user who does not share. */
function sharingOnDemand(isOn: () => boolean, onDemand: () => Promise<OnDemand>): Sharing {
  return {
    newer: async (...session) => (isOn() ? (await onDemand()).sharing.newer(...session) : undefined),
    write: async (record) => (isOn() ? (await onDemand()).sharing.write(record) : undefined),
    withdraw: async (session) => (await onDemand()).sharing.withdraw(session),
    isSignedOut: async (session) => isOn() && (await onDemand()).sharing.isSignedOut(session),
    isReplaced: (token) =>
      isOn()
        ? void onDemand().then(
            ({ sharing }) => sharing.isReplaced(token),
            () => undefined,
          )
        : undefined,
  };
}
