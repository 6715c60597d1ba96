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
  foreignEndpoint,
  type ForeignEndpoint,
  isLoopback,
  issuerAddress,
  type Service,
} from './aws/endpoints/endpoints.ts';
import { stsEndpoint } from './aws/endpoints/stsEndpoint.ts';
import { portalBehind } from './aws/services/portalBehind.ts';
import { Retries } from './aws/services/retries.ts';
import { Signin } from './aws/services/Signin.ts';
import { SsoOidc } from './aws/services/SsoOidc.ts';
import { isListing, SsoPortal } from './aws/services/SsoPortal.ts';
import { Sts } from './aws/services/Sts.ts';
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
import { giveLaunchVariables } from './features/launches/giveLaunchVariables.ts';
import type { Launch } from './features/launches/launchVariables.ts';
import type { RoleArgument } from './features/roles/roleArgument.ts';
import { showingFailures } from './features/commands/showFailure.ts';
import { AgreedUses } from './features/roles/AgreedUses.ts';
import { chainedConsole } from './features/roles/chainedConsole.ts';
import { confirmRole } from './features/roles/confirmRole.ts';
import { roleCommands } from './features/roles/roleCommands.ts';
import { PreviewDocument } from './features/served/PreviewDocument.ts';
import { ServedProfiles } from './features/served/ServedProfiles.ts';
import { ServedView } from './features/served/ServedView.ts';
import { stopServing } from './features/served/stopServing.ts';
import { wayToRole } from './features/roles/wayToRole.ts';
import { AwsCliFiles } from './features/settings/AwsCliFiles.ts';
import { ConfiguredSessions } from './features/settings/ConfiguredSessions.ts';
import { protectionSettings } from './features/settings/protectionSettings.ts';
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
import {
  newRoleTerminal,
  roleTerminalCommands,
  type RoleTerminalOptions,
} from './features/terminals/own/roleTerminalCommands.ts';
import { OwnTerminals } from './features/terminals/own/OwnTerminals.ts';
import { editorSession } from './features/terminals/shells/editorSession.ts';
import {
  configuredEnvironment,
  defaultShell,
  hasLocalTerminals,
  inheritedEnvironment,
} from './features/terminals/shells/inheritedEnvironment.ts';
import { isStatePrivate } from './features/terminals/isStatePrivate.ts';
import { isWslShell } from './features/terminals/shells/wslShell.ts';
import { folderOf } from './features/terminals/shells/folderOf.ts';
import { onTerminalOpened } from './features/terminals/shells/onTerminalOpened.ts';
import { oldTerminals } from './features/terminals/shells/relaunchTerminals.ts';
import { type TerminalsShown, terminalsShown } from './features/terminals/workspace/terminalsShown.ts';
import { TerminalUses } from './features/terminals/shells/TerminalUses.ts';
import { WatchedTerminals } from './features/terminals/shells/WatchedTerminals.ts';
import { TERMINAL_MEMORY } from './features/terminals/terminalMemoryKey.ts';
import { FOLDER_MEMORY } from './features/terminals/workspace/folderMemoryKey.ts';
import { focusedStatus } from './features/terminals/ui/focusedStatus.ts';
import { RoleStatusBar } from './features/terminals/ui/RoleStatusBar.ts';
import { regionChosen } from './features/terminals/region/regionMemory.ts';
import { tellLostTerminals } from './features/terminals/own/tellLostTerminals.ts';
import { tellTerminalProblem } from './features/terminals/ui/tellTerminalProblem.ts';
import { terminalCommands } from './features/terminals/ui/terminalCommands.ts';
import { TerminalRoles, type TerminalRolesOptions } from './features/terminals/TerminalRoles.ts';
import { ProtectedAccounts } from './features/terminals/workspace/ProtectedAccounts.ts';
import { useConcerns } from './features/terminals/workspace/useConcerns.ts';
import { FolderRoles } from './features/terminals/workspace/FolderRoles.ts';
import { onWorkspaceChanged, workspaceFolders } from './features/terminals/workspace/onWorkspaceChanged.ts';
import { rememberSettled } from './features/terminals/workspace/registerWorkspaceRoles.ts';
import { suggestions } from './features/terminals/workspace/suggestions.ts';
import {
  type SharedCollection,
  TerminalCollections,
} from './features/terminals/workspace/TerminalCollections.ts';
import { WorkspaceRoles } from './features/terminals/workspace/WorkspaceRoles.ts';
import type { TerminalRole } from './features/terminals/terminalMemory.ts';
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
import { sessionId } from './sessions/kinds/identityCenter.ts';
import { authorize } from './sessions/kinds/authorize.ts';
import { isBuilderId } from './sessions/kinds/builderId.ts';
import { consoleConfigs } from './sessions/kinds/consoleConfigs.ts';
import { loginCacheFiles } from './sessions/kinds/loginCacheFiles.ts';
import { ssoCacheFiles } from './sessions/kinds/ssoCacheFiles.ts';
import { Registrations } from './sessions/kinds/Registrations.ts';
import type { SessionServices } from './sessions/kinds/SessionServices.ts';
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
  /** Asks for a role, and says what a terminal with it is opened with; undefined where the person has been told why not. */
  readonly newRoleTerminal: () => Promise<vscode.TerminalOptions | undefined>;
  /** Proposes the roles that the workspace suggests. */
  readonly proposeRoles: () => Promise<void>;
  /** Has terminals use the roles that the workspace remembers, after a start of the editor. */
  readonly restore: () => Promise<unknown>;
  /** Gives what is run or debugged the variables that terminals get, those of the folder. */
  readonly giveVariables: <Configuration extends Launch>(
    launch: Configuration,
    folder: vscode.WorkspaceFolder | undefined,
  ) => Promise<Configuration>;
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
  const withoutRetries = new Retries(Math.random, 1);
  const awsFiles = new AwsFiles();
  const endpoints = async (AWS_PROFILE = env['AWS_PROFILE']): Promise<EndpointConfiguration> => ({
    settings: endpointSettings(),
    env,
    config: await configuredEndpoints(awsFiles, { ...env, AWS_PROFILE }),
  });
  const foreignEndpointsOf =
    (...of: Service[]) =>
    async (region: string): Promise<readonly ForeignEndpoint[]> => {
      const configuration = await endpoints();
      return of.flatMap((service) => foreignEndpoint(service, region, configuration) ?? []);
    };
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
  const windowKey = new WindowKey(secrets, log);
  const otherWindows: Windows = new Windows({
    directory: path.join(storage, 'windows'),
    key: windowKey,
    answer: (message) =>
      Promise.resolve(served.answer(message) ?? consoles.answer(message) ?? sessions.answer(message)),
    log,
  });
  const services = async (region: string, hasNext = false): Promise<SessionServices> => {
    const configuration = await endpoints();
    const spent = hasNext ? withoutRetries : retries;
    const address = endpoint('oidc', region, configuration);
    const oidc = new SsoOidc(http, address, spent);
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
        return new SsoPortal(portalHttp, endpoint('portal', region, configuration), spent);
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
      processes.onChange(change);
      if (change.removed.length + change.replaced.length > 0) {
        directory.clear();
      }
      publicSessions.onChange(change);
      lostSessions.update();
      terminals.update();
      served.update(change.added);
      folders.update();
      ownTerminals.update();
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
      folders.update();
      view.update();
      ownTerminals.update();
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
  const atPortal = portalAccess(sessions);
  const chained = new ChainedRoles({
    read: async () => (importsAwsConfig() ? awsFiles.read(env) : undefined),
    startUrlOf: (session) => sessions.find(session)?.startUrl,
    sts: async (chain) => new Sts(http, stsEndpoint(chain, await endpoints(chain.profile)), retries, clock),
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
  const waiting = new WaitingSignIns();
  const signInStatusBar = new SignInStatusBar(waiting, log);
  const useRole = (role: Omit<RoleArgument, 'isOurs'>): Promise<unknown> =>
    showingFailures({ ui, diagnose, log })(() =>
      allRoleCommands.useRoleInTerminals({ ...role, isOurs: true }),
    )();
  const signIn = new SignIn({
    sessions,
    configured,
    memory: globalState,
    foreignEndpoints: foreignEndpointsOf('oidc', 'portal'),
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
    signin,
    foreignEndpoints: foreignEndpointsOf('signin'),
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
  const isLocal = hasLocalTerminals(context.extension);
  const protectedAccounts = new ProtectedAccounts({ settings: protectionSettings, ui, log });
  const isProtected = protectedAccounts.has;
  const statusBar = new RoleStatusBar();
  const shownNow = (): TerminalsShown<TerminalRoles> =>
    terminalsShown(terminals, folders.all, folderOf(vscode.window.activeTerminal));
  const sources = terminalSources({ sessions, roles, consoles });
  const collections = new TerminalCollections(environment);
  const inTerminals = {
    ...sources,
    secrets,
    workspaceState,
    isLocal,
    awsFiles,
    env: isLocal ? inheritedEnvironment : configuredEnvironment,
    regionChosen: regionOfAccount,
    defaultRegion,
    editorSession: editorSession(),
    onProblem: (role: TerminalRole, problem: unknown) =>
      void tellTerminalProblem(role, problem, { sessions, signIn, consoleSignIn }),
    log,
  };
  const isInWsl = (): boolean => isWslShell(defaultShell(), process.platform);
  const rolesIn = (
    collection: SharedCollection,
    options: Pick<TerminalRolesOptions, 'folder' | 'workspaceState'>,
  ): TerminalRoles =>
    new TerminalRoles({
      ...inTerminals,
      ...options,
      environment: collection,
      // Editors in a browser restore no terminals, and keep what is persistent where other pages may be.
      mayPersist: () => vscode.env.uiKind === vscode.UIKind.Desktop && isStatePrivate(storage),
      isInWsl,
      hasOpenTerminals: () => vscode.window.terminals.length > 0,
      onAccessLost: ({ roleName }) => void oldTerminals(() => watched.fromBefore()).tell(roleName),
      onChange(state) {
        if (!shownNow().shown.state) {
          uses.ended();
        }
        showFocused();
        contextKeys.update({ hasTerminalRole: isAnyRoleUsed() });
        collection.description = state && stateSentence(state);
        view.redraw();
      },
    });
  const isAnyRoleUsed = (): boolean => [terminals, ...folders.all].some(({ state }) => state !== undefined);
  const terminals = rolesIn(collections.window, { workspaceState });
  const folders: FolderRoles = new FolderRoles({
    folders: workspaceFolders,
    workspaceState,
    create: (folder, memory) => rolesIn(collections.folder(folder), { folder, workspaceState: memory }),
  });
  const ownTerminals = new OwnTerminals({
    ...inTerminals,
    onChange: () => showFocused(),
    onAccessLost: (lost) => void tellLostTerminals(lost, ui),
  });
  const uses = new TerminalUses(workspaceState, inTerminals.editorSession);
  const watched: WatchedTerminals = new WatchedTerminals({
    ...{ uses, own: ownTerminals },
    inUse(terminal) {
      const used = folders.used(folderOf(terminal));
      const isRemembered = used !== undefined || workspaceState.get(TERMINAL_MEMORY) !== undefined;
      return (used ?? terminals).state?.role ?? (isRemembered ? 'unknown' : undefined);
    },
    onLost: (role) => void tellLostTerminals([role], ui),
    onFocus: () => showFocused(),
  });
  const showFocused = (): void => {
    const { shown, others } = shownNow();
    const status = focusedStatus(shown.state, watched.focused(), { isProtected, others });
    statusBar.update(status, shown.state !== undefined);
  };
  const view: AccountView = new AccountView({
    sessions,
    consoles,
    waiting,
    isInSettings: (id) => configured.isInSettings(id),
    publicSessions,
    directory,
    roles,
    terminalRole: () => terminals.state?.role,
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
  const inUse = (): TerminalRole | undefined => terminals.state?.role;
  const roleOptions = {
    ...{ sessions, signIn, directory, chained, roles, ui, globalState, served, preview, inUse },
    chainedConsole: chainedConsole({ http, retries, settings: endpointSettings, roles }),
    agreed: new AgreedUses(),
    awsConfigFile: awsConfigFile(env),
  };
  const showing = showingFailures({ ui, diagnose, log });
  const workspaceRoles: WorkspaceRoles = new WorkspaceRoles({
    suggestions,
    workspaceState,
    globalState,
    inUse: (folder) => (folder ? folders.used(folder) : terminals)?.state?.role,
    use: (role, folder) =>
      terminalCommands({
        ...terminalOptions,
        terminals: folder ? folders.of(folder) : terminals,
        // They have been asked.
        agreed: { confirm: () => Promise.resolve() },
        concernsOf: () => [],
      }).useRoleInTerminals({ ...role, isOurs: true }),
    isProtected,
    onSettled: (isSettled) => rememberSettled(workspaceState, isSettled),
    fail: (error) => void showing(() => Promise.reject(error as Error))(),
    ui,
    log,
  });
  const terminalOptions: RoleTerminalOptions = {
    ...roleOptions,
    roles: sources.roles,
    globalState,
    workspaceState,
    terminals,
    folders,
    shown: () => shownNow().shown,
    consoles,
    env: inheritedEnvironment,
    concernsOf: (role) => useConcerns(role, { isProtected, workspaceAccounts: workspaceRoles.accounts }),
    onStopped: () => workspaceRoles.stopped(),
    ...{ ownTerminals, isInWsl, isLocal, storage, log },
  };

  contextKeys.update({
    hasTerminalRole: [TERMINAL_MEMORY, FOLDER_MEMORY].some((key) => workspaceState.get(key) !== undefined),
  });
  const restore = (): Promise<unknown> =>
    Promise.all([terminals.restore(), folders.restore(), ownTerminals.restore()]);
  const allRoleCommands = {
    ...roleCommands(roleOptions),
    ...terminalCommands(terminalOptions),
    ...roleTerminalCommands(terminalOptions),
  };

  const disposables = [
    served,
    servedView,
    preview,
    statusBar,
    signInStatusBar,
    terminals,
    folders,
    onTerminalOpened(() => {
      terminals.look();
      folders.look();
    }),
    onWorkspaceChanged(() => {
      collections.moved(workspaceFolders());
      protectedAccounts.update();
      showFocused();
      void folders.foldersChanged();
    }),
    ownTerminals,
    watched,
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
    served,
    newRoleTerminal: showing(() => newRoleTerminal(terminalOptions)),
    proposeRoles: async () => {
      // None that is in use.
      await restore().catch(() => undefined);
      await workspaceRoles.propose();
    },
    restore,
    giveVariables: (launch, folder) =>
      giveLaunchVariables(launch, { terminals: folders.used(folder) ?? terminals, isLocal, log }),
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
