import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { AwsSsoExports } from '../api/src/index.ts';
import { AwsCliFiles } from './editor/AwsCliFiles.ts';
import { registerCommands } from './editor/commands.ts';
import { ConfiguredSessions } from './editor/ConfiguredSessions.ts';
import { EndedSessions } from './editor/EndedSessions.ts';
import { exportedApi } from './editor/exportedApi.ts';
import { PublicSessions } from './editor/PublicSessions.ts';
import { endpointSettings, sharesTokensWithAwsCli } from './editor/settings.ts';
import { SignIn } from './editor/SignIn.ts';
import { PROVIDER_ID, SsoAuthenticationProvider } from './editor/SsoAuthenticationProvider.ts';
import { AwsCliSharing } from './sessions/AwsCliSharing.ts';
import { Sessions } from './sessions/Sessions.ts';
import { isSessionKey, SessionStore } from './sessions/SessionStore.ts';

/** Builds the parts and registers them. Waits for nothing and asks nobody: the editor is starting up. */
export function activate(context: vscode.ExtensionContext): AwsSsoExports {
  if (vscode.l10n.bundle) {
    l10n.config({ contents: vscode.l10n.bundle });
  }
  const log = vscode.window.createOutputChannel('AWS SSO', { log: true });
  const onDemand = once(async () => {
    const answer = (message: unknown): Promise<unknown> => sessions.answer(message);
    const { fsPath: storage } = context.globalStorageUri;
    const { secrets } = context;
    const loaded = (await import('./onDemand.ts')).onDemand({
      ...{ storage, secrets, endpointSettings, answer, log },
      strings: vscode.l10n.bundle,
    });
    context.subscriptions.push(loaded.otherWindows);
    return loaded;
  });
  const configured = new ConfiguredSessions(async () => (await onDemand()).awsConfigSessions(), log);
  const sharing = new AwsCliSharing({
    isOn: sharesTokensWithAwsCli,
    cache: async () => (await onDemand()).ssoCache,
    cacheKeysOf: (config) => configured.cacheKeysOf(config),
    log,
  });
  const sessions: Sessions = new Sessions({
    sharing,
    store: new SessionStore(context.secrets, log),
    lock: { hold: async (...hold) => (await onDemand()).lock.hold(...hold) },
    otherWindows: { ask: async (message) => (await onDemand()).otherWindows.ask(message) },
    services: async (region) => (await onDemand()).services(region),
    configured: () => configured.list(),
    loadConfigured: async () => void (await Promise.all([configured.load(), awsCliFiles.update()])),
    onChange(change) {
      provider.onChange(change);
      publicSessions.update();
    },
    onEnded: () => endedSessions.update(),
    log,
  });
  const signIn = new SignIn({ sessions, configured, memory: () => context.globalState, log });
  const provider = new SsoAuthenticationProvider(sessions, signIn, log);
  const publicSessions = new PublicSessions(sessions);
  const endedSessions = new EndedSessions(sessions, signIn);
  const awsCliFiles = new AwsCliFiles(sessions, async () => (await onDemand()).ssoCache.directory);
  context.subscriptions.push(
    log,
    awsCliFiles,
    configured,
    sessions,
    signIn,
    provider,
    publicSessions,
    endedSessions,
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
    configured.onDidChange(() => publicSessions.update()),
  );
  return exportedApi({ sessions, publicSessions, signIn, provider });
}

/** Makes it when it is first asked for. */
function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}
