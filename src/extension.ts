import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { AwsSsoExports } from '../api/src/index.ts';
import { AwsCliFiles } from './editor/AwsCliFiles.ts';
import { ConfiguredSessions } from './editor/ConfiguredSessions.ts';
import { CONSOLE_PROVIDER_ID, ConsoleProviderOnDemand } from './editor/ConsoleProviderOnDemand.ts';
import { endedSsoSessions } from './editor/endedSsoSessions.ts';
import { exportedApi } from './editor/exportedApi.ts';
import { ProviderFailures } from './editor/ProviderFailures.ts';
import { PublicSessions } from './editor/PublicSessions.ts';
import { registerCommands } from './editor/registerCommands.ts';
import { registerLaunches } from './editor/registerLaunches.ts';
import { registerView } from './editor/registerView.ts';
import { endpointSettings, sharesTokensWithAwsCli as isSharing } from './editor/settings.ts';
import { ROLE_PROVIDER_ID, RoleAuthenticationProvider } from './editor/RoleAuthenticationProvider.ts';
import type { SignInOnDemand } from './editor/SignIn.ts';
import { TERMINAL_MEMORY } from './editor/terminalMemoryKey.ts';
import { PROVIDER_ID, SsoAuthenticationProvider } from './editor/SsoAuthenticationProvider.ts';
import { messageOf } from './base/errors.ts';
import { once } from './base/once.ts';
import { within } from './base/within.ts';
import type { Sharing } from './sessions/AwsCliSharing.ts';
import type { OnDemand } from './onDemand.ts';
import { isConsoleKey } from './sessions/consoleKeys.ts';
import { RoleCredentials } from './sessions/RoleCredentials.ts';
import { Sessions } from './sessions/Sessions.ts';
import { isSessionKey } from './sessions/sessionKeys.ts';
import type { SessionMessage } from './sessions/sessionMessages.ts';

/** What is about to be run waits for no longer, in milliseconds. */
const RESTORE_PATIENCE_MS = 1_000;

/**
 * Builds the parts and registers them. Asks nobody, and waits for nothing but a role that is to be used again: the task that
 * this extension is activated by gets it only if it is there by then.
 */
export function activate(context: vscode.ExtensionContext): AwsSsoExports | Promise<AwsSsoExports> {
  const log = vscode.window.createOutputChannel('AWS SSO', { log: true });
  let loaded: OnDemand | undefined;
  const onDemand = once(async () => {
    const answer = (message: SessionMessage): unknown => sessions.answer(message);
    const { fsPath: storage } = context.globalStorageUri;
    loaded = (await import('./onDemand.ts')).onDemand({
      ...{ storage, endpointSettings, isSharing, answer, context, log },
      parts: { sessions, publicSessions, configured, roles, failures, exports, secretOf },
      onConsoleChange: (change) => consoleProvider.onChange(change),
      place: {
        isInBrowser: vscode.env.uiKind === vscode.UIKind.Web,
        isRemote: vscode.env.remoteName !== undefined,
        isInWorkspaceHost: context.extension.extensionKind === vscode.ExtensionKind.Workspace,
      },
    });
    context.subscriptions.push(loaded);
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
  const isRoleUsed = (): boolean => context.workspaceState.get(TERMINAL_MEMORY) !== undefined;
  const consoleProvider = new ConsoleProviderOnDemand(async () => (await onDemand()).consoleProvider, log);
  context.subscriptions.push(
    log,
    awsCliFiles,
    configured,
    sessions,
    provider,
    roleProvider,
    publicSessions,
    endedSessions,
    consoleProvider,
    vscode.authentication.registerAuthenticationProvider(
      PROVIDER_ID,
      l10n.t('AWS IAM Identity Center'),
      provider,
      { supportsMultipleAccounts: true },
    ),
    vscode.authentication.registerAuthenticationProvider(
      ROLE_PROVIDER_ID,
      l10n.t('AWS Role Credentials'),
      roleProvider,
      { supportsMultipleAccounts: true },
    ),
    vscode.authentication.registerAuthenticationProvider(
      CONSOLE_PROVIDER_ID,
      l10n.t('AWS Sign-In'),
      consoleProvider,
      { supportsMultipleAccounts: true },
    ),
    registerCommands(async () => (await onDemand()).commands, log),
    registerView(async () => (await onDemand()).view),
    registerLaunches(isRoleUsed, async (launch) => (await onDemand()).giveVariables(launch), log),
    context.secrets.onDidChange(({ key }) => {
      if (isSessionKey(key)) {
        void sessions.reload();
      } else if (isConsoleKey(key)) {
        void loaded?.consoles.reload();
      }
    }),
    configured.onDidChange(() => publicSessions.update()),
  );
  if (!isRoleUsed()) {
    return exports;
  }
  const restored = onDemand()
    .then(({ terminals }) => terminals.restore())
    .catch((error: unknown) => log.error(`Terminals get no role: ${messageOf(error)}`));
  return within(RESTORE_PATIENCE_MS, restored).then(() => exports);
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
