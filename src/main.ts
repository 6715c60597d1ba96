import path from 'node:path';
import * as vscode from 'vscode';
import type { AwsSsoExports, SsoSessionsChangeEvent } from '../api/src/index.ts';
import { LoginCache } from './aws/cache/LoginCache.ts';
import { SsoCache } from './aws/cache/SsoCache.ts';
import { WrittenFiles } from './aws/cache/WrittenFiles.ts';
import { awsConfigFile, AwsFiles } from './aws/config/AwsFiles.ts';
import { awsConfigSessions } from './aws/config/awsConfigSessions.ts';
import { loginProfiles } from './aws/config/loginProfiles.ts';
import { once } from './base/once.ts';
import { ConsoleProvider } from './features/accounts/ConsoleProvider.ts';
import { CreateSessionErrors } from './features/accounts/CreateSessionErrors.ts';
import { ROLE_PROVIDER_ID } from './features/accounts/providerIds.ts';
import type { Provider, ProviderChangeEmitter } from './features/accounts/providerOnDemand.ts';
import { PublicSessions } from './features/accounts/PublicSessions.ts';
import type { PerProvider } from './features/accounts/registerProviders.ts';
import { RoleProvider } from './features/accounts/RoleProvider.ts';
import { SsoProvider } from './features/accounts/SsoProvider.ts';
import { apiBridge } from './features/api/apiBridge.ts';
import { exportedApi } from './features/api/exportedApi.ts';
import { ProcessEnvironment } from './features/api/ProcessEnvironment.ts';
import { type Commands, commands } from './features/commands/commands.ts';
import type { Diagnosed, Diagnosis } from './features/diagnosis/Diagnosis.ts';
import { Links } from './features/links/Links.ts';
import type { RoleArgument } from './features/roles/roleArgument.ts';
import { showingFailures } from './features/commands/showFailure.ts';
import { AgreedUses } from './features/roles/AgreedUses.ts';
import { chainedConsole } from './features/roles/chainedConsole.ts';
import { confirmRole } from './features/roles/confirmRole.ts';
import { FavouriteRoles } from './features/roles/FavouriteRoles.ts';
import { roleCommands } from './features/roles/roleCommands.ts';
import { PreviewDocument } from './features/served/PreviewDocument.ts';
import { ServedProfiles } from './features/served/ServedProfiles.ts';
import { ServedView } from './features/served/ServedView.ts';
import { stopServing } from './features/served/stopServing.ts';
import { wayToRole } from './features/roles/wayToRole.ts';
import { AwsCliFiles } from './features/settings/AwsCliFiles.ts';
import { ConfiguredSessions } from './features/settings/ConfiguredSessions.ts';
import { proxySettings } from './features/settings/proxySettings.ts';
import {
  addConfiguredSession,
  defaultRegion,
  endpointSettings,
  removeConfiguredSession,
  importsAwsConfig,
  sharesTokensWithAwsCli,
  signInFlow,
} from './features/settings/settings.ts';
import { ConsoleSignIn } from './features/signIn/ConsoleSignIn.ts';
import { EndedSessions } from './features/signIn/EndedSessions.ts';
import { endedConsoleSessions, endedSsoSessions } from './features/signIn/endedSessionsOf.ts';
import { LostSessions } from './features/signIn/LostSessions.ts';
import { lostConsoleSessions, lostSsoSessions } from './features/signIn/lostSessionsOf.ts';
import { offerLoginProfile } from './features/signIn/questions/offerLoginProfile.ts';
import { SignIn } from './features/signIn/SignIn.ts';
import { signInCommands } from './features/signIn/signInCommands.ts';
import { SignInStatusBar } from './features/signIn/waiting/SignInStatusBar.ts';
import { WaitingSignIns } from './features/signIn/waiting/WaitingSignIns.ts';
import { regionChosen } from './features/terminals/region/regionMemory.ts';
import { ContextKeys } from './features/ui/ContextKeys.ts';
import { editorUi as ui } from './features/ui/editorUi.ts';
import { TERMINAL_MEMORY } from './features/terminals/terminalMemoryKey.ts';
import { Terminals } from './features/terminals/Terminals.ts';
import { FOLDER_MEMORY } from './features/terminals/workspace/folderMemoryKey.ts';
import { AccountView } from './features/view/AccountView.ts';
import { ClockWatch } from './http/client/ClockWatch.ts';
import { fetchClient } from './http/client/fetchClient.ts';
import { observedClient } from './http/client/observedClient.ts';
import type { SecondPath } from './http/client/SecondPath.ts';
import { withFallback } from './http/client/withFallback.ts';
import { callbackReach } from './oauth/callbackReach.ts';
import { AwsServices } from './sessions/AwsServices.ts';
import { ConsoleSessions } from './sessions/kinds/ConsoleSessions.ts';
import { IdentityCenterSessions } from './sessions/kinds/IdentityCenterSessions.ts';
import { sessionId } from './sessions/kinds/identityCenter.ts';
import { isBuilderId } from './sessions/kinds/builderId.ts';
import { consoleConfigs } from './sessions/kinds/consoleConfigs.ts';
import { loginCacheFiles } from './sessions/kinds/loginCacheFiles.ts';
import { ssoCacheFiles } from './sessions/kinds/ssoCacheFiles.ts';
import { Registrations } from './sessions/kinds/Registrations.ts';
import { AccountDirectory } from './sessions/portal/AccountDirectory.ts';
import { ChainedRoles } from './sessions/portal/ChainedRoles.ts';
import { portalAccess } from './sessions/portal/portalAccess.ts';
import { RoleCredentialsCache } from './sessions/portal/RoleCredentialsCache.ts';
import { CONSOLE_KEYS, IDENTITY_CENTER_KEYS, isKeyOf } from './sessions/store/secretKeys.ts';
import { FileLock } from './sessions/windows/FileLock.ts';
import { WindowKey } from './sessions/windows/WindowKey.ts';
import { Windows } from './sessions/windows/Windows.ts';

export interface Main {
  readonly providers: PerProvider<Provider>;
  readonly exports: AwsSsoExports;
  readonly commands: Commands;
  readonly view: AccountView;
  readonly served: ServedProfiles;
  readonly links: Links;
  readonly terminals: Terminals;
  dispose(): void;
}

/** Makes every part, once. A bundle of its own, read when somebody first asks for something. */
export function main(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  changes: PerProvider<ProviderChangeEmitter>,
): Main {
  const { env } = process;
  const { secrets, globalState, workspaceState } = context;
  const storage = context.globalStorageUri.fsPath;

  // The way to AWS.
  let loadedPath: SecondPath | undefined;
  const secondPath = once(async () => {
    const { UndiciPath } = await import('./http/fallback/UndiciPath.ts');
    return (loadedPath = new UndiciPath({ settings: proxySettings, env, log }));
  });
  const paths = withFallback(fetchClient(), secondPath, log);
  const clock = new ClockWatch(log);
  const http = observedClient(paths.http, log, clock);
  const awsFiles = new AwsFiles();
  const registrations = new Registrations(secrets, log);
  const aws = new AwsServices({
    ...{ http, clock, env, awsFiles, registrations, log },
    settings: endpointSettings,
  });

  // What menus go by.
  const contextKeys = new ContextKeys(ui);
  const loaded = new Set<IdentityCenterSessions | ConsoleSessions>();
  const updateKeys = (): void => {
    const stored = sessions.stored().length + consoles.stored().length;
    contextKeys.update({
      // Whether nobody is, shows once both kinds are read.
      ...(stored > 0 || loaded.size === 2 ? { isSignedIn: stored > 0 } : {}),
      hasAccounts: sessions.signedIn().some((session) => !isBuilderId(session)),
    });
  };

  // The sessions.
  const configured = new ConfiguredSessions(() => awsConfigSessions(awsFiles, env), log);
  const lockDirectory = path.join(storage, 'locks');
  const lock = new FileLock(lockDirectory, log);
  const windowKey = new WindowKey(secrets, log);
  const otherWindows: Windows = new Windows({
    directory: path.join(storage, 'windows'),
    key: windowKey,
    answer: (message) =>
      Promise.resolve(served.answer(message) ?? consoles.answer(message) ?? sessions.answer(message)),
    log,
  });
  const written = new WrittenFiles(path.join(storage, 'written'));
  const ssoCache = new SsoCache(env, written);
  const sessions: IdentityCenterSessions = new IdentityCenterSessions({
    secrets,
    lock,
    otherWindows,
    sharing: {
      isOn: sharesTokensWithAwsCli,
      cache: ssoCache,
      files: ssoCacheFiles(ssoCache, (config) => configured.cacheKeysOf(config)),
    },
    services: aws.ofSession,
    configured: () => configured.list(),
    loadConfigured() {
      awsCliFiles.update();
      return configured.load();
    },
    onChange(change) {
      ssoProvider.onChange(change);
      roleProvider.onChange(change);
      processes.onChange(change);
      if (change.removed.length + change.replaced.length > 0) {
        directory.clear();
      }
      publicSessions.onChange(change);
      lostSessions.update();
      terminals.update();
      updateKeys();
      served.update(change.added);
    },
    onLoaded() {
      lostSessions.loaded();
      loaded.add(sessions);
      updateKeys();
    },
    onEnded: () => endedSessions.update(),
    log,
  });
  const loginCache = new LoginCache(env, written);
  const consoles: ConsoleSessions = new ConsoleSessions({
    secrets,
    lock,
    otherWindows,
    sharing: { isOn: sharesTokensWithAwsCli, cache: loginCache, files: loginCacheFiles(loginCache) },
    signin: aws.signin,
    issuer: aws.signinIssuer,
    profiles: async () =>
      sharesTokensWithAwsCli() ? consoleConfigs(await loginProfiles(awsFiles, env), env) : [],
    onChange(change) {
      consoleProvider.onChange(change);
      lostConsoles.update();
      terminals.update();
      updateKeys();
      view.update();
    },
    onLoaded() {
      lostConsoles.loaded();
      loaded.add(consoles);
      updateKeys();
    },
    onEnded: () => endedSessions.update(),
    log,
  });
  const awsCliFiles = new AwsCliFiles([
    { sessions, cache: ssoCache },
    { sessions: consoles, cache: loginCache },
  ]);
  const atPortal = portalAccess(sessions);
  const chained = new ChainedRoles({
    read: async () => (importsAwsConfig() ? awsFiles.read(env) : undefined),
    startUrlOf: (session) => sessions.find(session)?.startUrl,
    sts: aws.sts,
    log,
  });
  const roles = new RoleCredentialsCache(atPortal, chained);
  const directory = new AccountDirectory(atPortal);

  // Signing in.
  let loadedDiagnosis: Diagnosis | undefined;
  const diagnosis = once(async () => {
    const { Diagnosis } = await import('./features/diagnosis/Diagnosis.ts');
    return (loadedDiagnosis = new Diagnosis({
      sessions,
      consoles,
      configured,
      endpoints: aws.endpoints,
      paths: { ...paths, http },
      secrets,
      otherWindows,
      lockDirectory,
      env,
      extension: context.extension,
      reports: vscode.Uri.joinPath(context.globalStorageUri, 'reports'),
      ui,
      log,
    }));
  });
  const diagnose = async (diagnosed?: Diagnosed): Promise<void> => (await diagnosis()).run(diagnosed);
  const reach = callbackReach({
    isInBrowser: vscode.env.uiKind === vscode.UIKind.Web,
    isRemote: vscode.env.remoteName !== undefined,
    isInWorkspaceHost: context.extension.extensionKind === vscode.ExtensionKind.Workspace,
  });
  const waiting = new WaitingSignIns();
  const signInStatusBar = new SignInStatusBar(waiting, log);
  const showing = showingFailures({ ui, diagnose, log });
  const useRole = (role: Omit<RoleArgument, 'isOurs'>): Promise<unknown> =>
    showing(() => allRoleCommands.useRoleInTerminals({ ...role, isOurs: true }))();
  const signIn = new SignIn({
    sessions,
    configured,
    memory: globalState,
    foreignEndpoints: aws.foreignEndpoints('oidc', 'portal'),
    add: addConfiguredSession,
    flow: signInFlow,
    reach,
    waiting,
    async useRole(session) {
      await useRole({ session: session.name, sessionId: sessionId(session) });
    },
    onSignedIn: (id) => view.open(id),
    diagnose: (session) => diagnose({ session }),
    ui,
    log,
  });
  const consoleSignIn = new ConsoleSignIn({
    sessions: consoles,
    signin: aws.signin,
    foreignEndpoints: aws.foreignEndpoints('signin'),
    memory: globalState,
    flow: signInFlow,
    reach,
    waiting,
    awsFiles,
    env,
    useRole: ({ arn }) => useRole({ session: arn }),
    offer: async (session) =>
      sharesTokensWithAwsCli() ? offerLoginProfile(session, { awsFiles, env, ui }) : undefined,
    diagnose: (consoleRegion) => diagnose({ consoleRegion }),
    ui,
    log,
  });
  const endedSessions = new EndedSessions({
    untold: [() => endedSsoSessions(sessions, signIn), () => endedConsoleSessions(consoles, consoleSignIn)],
    ui,
  });
  const lostSessions = new LostSessions({ ...lostSsoSessions(sessions, signIn), memory: globalState, ui });
  const lostConsoles = new LostSessions({
    ...lostConsoleSessions(consoles, consoleSignIn),
    memory: globalState,
    ui,
  });

  // What other extensions meet.
  const errors = new CreateSessionErrors();
  const publicChanged = new vscode.EventEmitter<SsoSessionsChangeEvent>();
  const publicSessions = new PublicSessions({ sessions, changed: publicChanged });
  const ssoProvider = new SsoProvider({ sessions, signIn, changed: changes.sso, errors, log });
  const roleProvider = new RoleProvider({
    sessions,
    roles,
    signIn,
    accountName: (session, accountId) => directory.accountName(session, accountId),
    confirm: async (role) =>
      confirmRole(ui, 'extension', { ...role, chain: await wayToRole({ directory, chained }, role) }),
    memory: globalState,
    changed: changes.role,
    errors,
    log,
  });
  const consoleProvider = new ConsoleProvider({
    sessions: consoles,
    signIn: consoleSignIn,
    changed: changes.console,
    errors,
    log,
  });
  const regionOfAccount = (accountId: string): string | undefined =>
    regionChosen(workspaceState, accountId) ?? regionChosen(globalState, accountId);
  const processes = new ProcessEnvironment({
    ...{ roles, awsFiles, env, defaultRegion, log },
    regionChosen: regionOfAccount,
  });
  const exports = exportedApi({
    ...{ sessions, atPortal, publicSessions, signIn, roles, processes, errors },
    isRoleConfirmed: (session, role) => roleProvider.isConfirmed({ session, role }),
  });

  // What people meet.
  const favourites = new FavouriteRoles(globalState, () => view.redraw());
  const view: AccountView = new AccountView({
    sessions,
    consoles,
    waiting,
    isInSettings: (id) => configured.isInSettings(id),
    publicSessions,
    directory,
    roles,
    favourites,
    terminalRole: () => terminals.role,
  });
  const servedView = new ServedView(() => served.all());
  const served: ServedProfiles = new ServedProfiles({
    globalStorage: storage,
    bundle: context.asAbsolutePath('dist/credentialHelper.cjs'),
    executable: process.execPath,
    awsConfigFile: awsConfigFile(env),
    secrets,
    key: windowKey,
    lock,
    otherWindows,
    sessions,
    credentials: roles,
    signIn,
    ui,
    onChange: (all) => servedView.changed(all),
    log,
  });
  const preview = new PreviewDocument();
  const roleOptions = {
    ...{ sessions, signIn, directory, chained, roles, ui, globalState, favourites, served, preview },
    inUse: () => terminals.role,
    chainedConsole: chainedConsole({ http, retries: aws.retries, settings: endpointSettings, roles }),
    agreed: new AgreedUses(),
    awsConfigFile: awsConfigFile(env),
  };
  contextKeys.update({
    hasTerminalRole: [TERMINAL_MEMORY, FOLDER_MEMORY].some((key) => workspaceState.get(key) !== undefined),
  });
  const terminals: Terminals = new Terminals({
    ...{ context, sessions, consoles, signIn, consoleSignIn, roles, roleOptions, awsFiles, showing, ui, log },
    regionChosen: regionOfAccount,
    onChange() {
      contextKeys.update({ hasTerminalRole: terminals.isAnyUsed });
      view.redraw();
    },
  });
  const allRoleCommands = { ...roleCommands(roleOptions), ...terminals.commands };

  const disposables = [
    served,
    servedView,
    preview,
    signInStatusBar,
    terminals,
    view,
    signIn,
    consoleSignIn,
    endedSessions,
    lostSessions,
    lostConsoles,
    processes,
    publicChanged,
    sessions,
    consoles,
    otherWindows,
    awsCliFiles,
    configured,
    configured.onDidChange(() => {
      publicSessions.onConfigured();
      // Which of them can be removed is no business of others.
      view.redraw();
    }),
    secrets.onDidChange(({ key }) => {
      if (isKeyOf(IDENTITY_CENTER_KEYS, key)) {
        void sessions.reload();
      } else if (isKeyOf(CONSOLE_KEYS, key)) {
        void consoles.reload();
      }
    }),
  ];
  return {
    providers: { sso: ssoProvider, role: roleProvider, console: consoleProvider },
    exports,
    view,
    links: new Links({ sessions, signIn, useRole: allRoleCommands.useRoleInTerminals, diagnose, ui, log }),
    served,
    terminals,
    commands: commands({
      signInCommands: signInCommands({
        sessions,
        publicSessions,
        signIn,
        consoles,
        consoleSignIn,
        waiting,
        remove: removeConfiguredSession,
        isNode: (argument) => view.owns(argument),
        ui,
      }),
      roleCommands: allRoleCommands,
      view,
      stopServing: (argument) =>
        stopServing({ served, ui }, servedView.owns(argument) ? argument : undefined),
      diagnose,
      copyReport: async () => loadedDiagnosis?.copyReport(),
      ui,
      api: apiBridge({
        exports,
        load: () => sessions.load(),
        secretOf: (providerId, id) =>
          providerId === ROLE_PROVIDER_ID ? roleProvider.secretOf(id) : sessions.find(id)?.accessToken,
        processes,
        errors,
      }),
      log,
    }),
    dispose() {
      vscode.Disposable.from(...disposables).dispose();
      loadedDiagnosis?.dispose();
      loadedPath?.dispose();
    },
  };
}
