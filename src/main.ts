import path from 'node:path';
import * as vscode from 'vscode';
import type { AwsSsoExports, SsoSessionsChangeEvent } from '../api/src/index.ts';
import { LoginCache } from './aws/cache/LoginCache.ts';
import { SsoCache } from './aws/cache/SsoCache.ts';
import { WrittenFiles } from './aws/cache/WrittenFiles.ts';
import { awsConfigFile, AwsFiles } from './aws/config/AwsFiles.ts';
import { awsConfigSessions } from './aws/config/awsConfigSessions.ts';
import { loginProfiles } from './aws/config/loginProfiles.ts';
import { configuredEndpoints } from './aws/endpoints/configuredEndpoints.ts';
import {
  endpoint,
  type EndpointConfiguration,
  isLoopback,
  issuerAddress,
} from './aws/endpoints/endpoints.ts';
import { portalBehind } from './aws/services/portalBehind.ts';
import { Retries } from './aws/services/retries.ts';
import { Signin } from './aws/services/Signin.ts';
import { SsoOidc } from './aws/services/SsoOidc.ts';
import { isListing, SsoPortal } from './aws/services/SsoPortal.ts';
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
import { type Commands, commands } from './features/commands/commands.ts';
import type { Diagnosed, Diagnosis } from './features/diagnosis/Diagnosis.ts';
import { giveLaunchVariables } from './features/launches/giveLaunchVariables.ts';
import type { Launch } from './features/launches/launchVariables.ts';
import { roleCommands } from './features/roles/roleCommands.ts';
import { AwsCliFiles } from './features/settings/AwsCliFiles.ts';
import { ConfiguredSessions } from './features/settings/ConfiguredSessions.ts';
import { proxySettings } from './features/settings/proxySettings.ts';
import {
  addConfiguredSession,
  defaultRegion,
  endpointSettings,
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
import { editorSession } from './features/terminals/shells/editorSession.ts';
import {
  configuredEnvironment,
  defaultShell,
  hasLocalTerminals,
  inheritedEnvironment,
} from './features/terminals/shells/inheritedEnvironment.ts';
import { isStatePrivate } from './features/terminals/isStatePrivate.ts';
import { isWslShell } from './features/terminals/shells/wslShell.ts';
import { onTerminalOpened } from './features/terminals/shells/onTerminalOpened.ts';
import { oldTerminals } from './features/terminals/shells/relaunchTerminals.ts';
import { RoleStatusBar } from './features/terminals/ui/RoleStatusBar.ts';
import { regionChosen } from './features/terminals/region/regionMemory.ts';
import { tellTerminalProblem } from './features/terminals/ui/tellTerminalProblem.ts';
import { terminalCommands } from './features/terminals/ui/terminalCommands.ts';
import { TERMINAL_MEMORY } from './features/terminals/terminalMemoryKey.ts';
import { TerminalRoles } from './features/terminals/TerminalRoles.ts';
import { stateSentence } from './features/terminals/terminalSentences.ts';
import { terminalSources } from './features/terminals/terminalSources.ts';
import { ContextKeys } from './features/ui/ContextKeys.ts';
import { editorUi as ui } from './features/ui/editorUi.ts';
import { AccountView } from './features/view/AccountView.ts';
import { ClockWatch } from './http/client/ClockWatch.ts';
import { fetchClient } from './http/client/fetchClient.ts';
import { observedClient } from './http/client/observedClient.ts';
import { pacedClient } from './http/client/pacedClient.ts';
import type { SecondPath } from './http/client/SecondPath.ts';
import { withFallback } from './http/client/withFallback.ts';
import { callbackReach } from './oauth/callbackReach.ts';
import { ConsoleSessions } from './sessions/kinds/ConsoleSessions.ts';
import { IdentityCenterSessions } from './sessions/kinds/IdentityCenterSessions.ts';
import { authorize } from './sessions/kinds/authorize.ts';
import { isBuilderId } from './sessions/kinds/builderId.ts';
import { consoleConfigs } from './sessions/kinds/consoleConfigs.ts';
import { loginCacheFiles } from './sessions/kinds/loginCacheFiles.ts';
import { ssoCacheFiles } from './sessions/kinds/ssoCacheFiles.ts';
import { Registrations } from './sessions/kinds/Registrations.ts';
import type { SessionServices } from './sessions/kinds/SessionServices.ts';
import { AccountDirectory } from './sessions/portal/AccountDirectory.ts';
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
  readonly terminals: TerminalRoles;
  /** Gives what is run or debugged the variables that terminals get. */
  readonly giveVariables: <Configuration extends Launch>(launch: Configuration) => Promise<Configuration>;
  dispose(): void;
}

/** Makes every part, once. A bundle of its own, read when somebody first asks for something. */
export function main(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  changes: PerProvider<ProviderChangeEmitter>,
): Main {
  const { env } = process;
  const { secrets, globalState, workspaceState, environmentVariableCollection: environment } = context;
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
  // One pace for all of this window's sessions.
  const portalHttp = pacedClient(http, isListing);
  const retries = new Retries();
  const awsFiles = new AwsFiles();
  const endpoints = async (): Promise<EndpointConfiguration> => ({
    settings: endpointSettings(),
    env,
    config: await configuredEndpoints(awsFiles, env),
  });
  const signin = async (region: string): Promise<Signin> =>
    new Signin(http, endpoint('signin', region, await endpoints()), retries, clock);

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
  const registrations = new Registrations(secrets, log);
  const lockDirectory = path.join(storage, 'locks');
  const lock = new FileLock(lockDirectory, log);
  const otherWindows: Windows = new Windows({
    directory: path.join(storage, 'windows'),
    key: new WindowKey(secrets, log),
    answer: (message) => Promise.resolve(consoles.answer(message) ?? sessions.answer(message)),
    log,
  });
  const services = async (region: string): Promise<SessionServices> => {
    const configuration = await endpoints();
    const address = endpoint('oidc', region, configuration);
    const oidc = new SsoOidc(http, address, retries);
    return {
      oidc,
      portalBehind: (startUrl, signal) =>
        portalBehind(startUrl, { http, isLoopbackAllowed: isLoopback(new URL(address).hostname) }, signal),
      authorize: (target, prompt, signal) =>
        authorize(target, { oidc, endpoint: address, registrations, prompt, signal, log }),
      issuer: issuerAddress('oidc', region, configuration),
      get portalIssuer() {
        return issuerAddress('portal', region, configuration);
      },
      // Not before it is needed: a sign-in can do without.
      get portal() {
        return new SsoPortal(portalHttp, endpoint('portal', region, configuration), retries);
      },
    };
  };
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
    services,
    configured: () => configured.list(),
    loadConfigured() {
      awsCliFiles.update();
      return configured.load();
    },
    onChange(change) {
      ssoProvider.onChange(change);
      roleProvider.onChange(change);
      if (change.removed.length + change.replaced.length > 0) {
        directory.clear();
      }
      publicSessions.onChange(change);
      lostSessions.update();
      terminals.update();
      updateKeys();
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
    signin,
    issuer: async (region) => issuerAddress('signin', region, await endpoints()),
    profiles: async () =>
      sharesTokensWithAwsCli() ? consoleConfigs(await loginProfiles(awsFiles, env), env) : [],
    onChange(change) {
      consoleProvider.onChange(change);
      lostConsoles.update();
      terminals.update();
      updateKeys();
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
  const atPortal = portalAccess({ sessions, services });
  const roles = new RoleCredentialsCache(atPortal);
  const directory = new AccountDirectory(atPortal);

  // Signing in.
  let loadedDiagnosis: Diagnosis | undefined;
  const diagnosis = once(async () => {
    const { Diagnosis } = await import('./features/diagnosis/Diagnosis.ts');
    return (loadedDiagnosis = new Diagnosis({
      sessions,
      consoles,
      configured,
      endpoints,
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
  const signIn = new SignIn({
    sessions,
    configured,
    memory: globalState,
    add: addConfiguredSession,
    flow: signInFlow,
    reach,
    diagnose: (session) => diagnose({ session }),
    ui,
    log,
  });
  const consoleSignIn = new ConsoleSignIn({
    sessions: consoles,
    signin,
    flow: signInFlow,
    reach,
    awsFiles,
    env,
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
  const roleProvider = new RoleProvider({ sessions, roles, signIn, changed: changes.role, errors, log });
  const consoleProvider = new ConsoleProvider({
    sessions: consoles,
    signIn: consoleSignIn,
    changed: changes.console,
    errors,
    log,
  });
  const exports = exportedApi({ sessions, atPortal, publicSessions, signIn, roles, errors });

  // What people meet.
  const isLocal = hasLocalTerminals(context.extension);
  const statusBar = new RoleStatusBar();
  const sources = terminalSources({ sessions, roles, consoles });
  const terminals: TerminalRoles = new TerminalRoles({
    ...sources,
    secrets,
    workspaceState,
    environment,
    isLocal,
    awsFiles,
    env: isLocal ? inheritedEnvironment : configuredEnvironment,
    regionChosen: (accountId) => regionChosen(globalState, accountId),
    defaultRegion,
    editorSession: editorSession(),
    // Editors in a browser restore no terminals, and keep what is persistent where other pages may be.
    mayPersist: () => vscode.env.uiKind === vscode.UIKind.Desktop && isStatePrivate(storage),
    isInWsl: () => isWslShell(defaultShell(), process.platform),
    hasOpenTerminals: () => vscode.window.terminals.length > 0,
    onAccessLost: ({ roleName }) => void oldTerminals().tell(roleName),
    onChange(state) {
      statusBar.update(state);
      contextKeys.update({ hasTerminalRole: state !== undefined });
      environment.description = state && stateSentence(state);
      view.redraw();
    },
    onProblem: (role, problem) =>
      void tellTerminalProblem(role, problem, { sessions, signIn, consoleSignIn }),
    log,
  });
  contextKeys.update({ hasTerminalRole: workspaceState.get(TERMINAL_MEMORY) !== undefined });
  const view = new AccountView({
    sessions,
    publicSessions,
    directory,
    roles,
    terminalRole: () => terminals.state?.role,
  });
  const roleOptions = { sessions, signIn, directory, roles, ui, awsConfigFile: awsConfigFile(env) };

  const disposables = [
    statusBar,
    terminals,
    onTerminalOpened(() => terminals.look()),
    view,
    signIn,
    consoleSignIn,
    endedSessions,
    lostSessions,
    lostConsoles,
    publicChanged,
    sessions,
    consoles,
    otherWindows,
    awsCliFiles,
    configured,
    configured.onDidChange(() => publicSessions.onConfigured()),
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
    terminals,
    giveVariables: (launch) => giveLaunchVariables(launch, { terminals, isLocal, log }),
    commands: commands({
      signInCommands: signInCommands({
        sessions,
        publicSessions,
        signIn,
        consoles,
        consoleSignIn,
        isNode: (argument) => view.owns(argument),
        ui,
      }),
      roleCommands: {
        ...roleCommands(roleOptions),
        ...terminalCommands({
          ...roleOptions,
          roles: sources.roles,
          globalState,
          terminals,
          consoles,
          env: inheritedEnvironment,
        }),
      },
      view,
      diagnose,
      copyReport: async () => loadedDiagnosis?.copyReport(),
      ui,
      api: apiBridge({
        exports,
        load: () => sessions.load(),
        secretOf: (providerId, id) =>
          providerId === ROLE_PROVIDER_ID ? roleProvider.secretOf(id) : sessions.find(id)?.accessToken,
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
