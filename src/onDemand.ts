import path from 'node:path';
import type { AwsSsoExports } from '../api/src/index.ts';
import { awsConfigFile, type AwsConfigSessions, awsConfigSessions } from './aws/config/awsConfigSessions.ts';
import { configuredEndpoints } from './aws/endpoints/configuredEndpoints.ts';
import { endpoint, type EndpointConfiguration, type Service } from './aws/endpoints/endpoints.ts';
import { LoginCache } from './aws/cache/LoginCache.ts';
import { loginProfiles } from './aws/config/loginProfiles.ts';
import { Retries } from './aws/services/retries.ts';
import { Signin } from './aws/services/Signin.ts';
import { SsoCache } from './aws/cache/SsoCache.ts';
import { SsoOidc } from './aws/services/SsoOidc.ts';
import { isListing, SsoPortal } from './aws/services/SsoPortal.ts';
import type { Log } from './base/Log.ts';
import { once } from './base/once.ts';
import { clockWatch } from './http/client/clockWatch.ts';
import { apiBridge } from './features/api/apiBridge.ts';
import { AccountView } from './features/view/AccountView.ts';
import { type Commands, commands } from './features/commands/commands.ts';
import type { SharedKind } from './features/settings/AwsCliFiles.ts';
import type { ConfiguredSessions } from './features/settings/ConfiguredSessions.ts';
import {
  asEditorChange,
  ConsoleAuthenticationProvider,
} from './features/accounts/ConsoleAuthenticationProvider.ts';
import type { Diagnosed, Diagnosis } from './features/diagnosis/Diagnosis.ts';
import { consoleConfigs } from './sessions/kinds/consoleConfigs.ts';
import { ConsoleSignIn } from './features/signIn/ConsoleSignIn.ts';
import { endedConsoleSessions } from './features/signIn/endedConsoleSessions.ts';
import { giveLaunchVariables } from './features/launches/giveLaunchVariables.ts';
import { offerLoginProfile } from './features/signIn/offerLoginProfile.ts';
import type { ProviderFailures } from './features/accounts/ProviderFailures.ts';
import type { PublicSessions } from './features/accounts/PublicSessions.ts';
import { roleCommands } from './features/roles/roleCommands.ts';
import type { EditorContext } from './features/ui/EditorContext.ts';
import type { Launch } from './features/launches/launchVariables.ts';
import { onTerminalOpened } from './features/terminals/onTerminalOpened.ts';
import { RoleStatusBar } from './features/terminals/RoleStatusBar.ts';
import { SignIn } from './features/signIn/SignIn.ts';
import { terminalCommands } from './features/terminals/terminalCommands.ts';
import { terminalSources } from './features/terminals/terminalSources.ts';
import { TerminalRoles } from './features/terminals/TerminalRoles.ts';
import { stateSentence } from './features/terminals/terminalSentences.ts';
import { tellTerminalProblem } from './features/terminals/tellTerminalProblem.ts';
import { hasLocalTerminals, inheritedEnvironment } from './features/terminals/inheritedEnvironment.ts';
import { fetchClient } from './http/client/fetchClient.ts';
import { loggedClient } from './http/client/loggedClient.ts';
import type { SecondPath } from './http/client/SecondPath.ts';
import { pacedClient } from './http/client/pacedClient.ts';
import { proxySettings } from './features/settings/proxySettings.ts';
import { twoPaths } from './http/client/twoPaths.ts';
import { authorize } from './sessions/kinds/authorize.ts';
import { AwsCliSharing } from './sessions/kinds/AwsCliSharing.ts';
import { ConsoleSessions } from './sessions/engine/ConsoleSessions.ts';
import { ConsoleSharing } from './sessions/kinds/ConsoleSharing.ts';
import { ConsoleStore } from './sessions/store/ConsoleStore.ts';
import { Directory } from './sessions/portal/Directory.ts';
import { FileLock } from './sessions/windows/FileLock.ts';
import type { Lock } from './sessions/windows/Lock.ts';
import type { RecordExchange } from './sessions/windows/recordExchange.ts';
import { Registrations } from './sessions/kinds/Registrations.ts';
import type { RoleCredentials } from './sessions/portal/RoleCredentials.ts';
import {
  readSessionMessage,
  sessionExchange,
  type SessionMessage,
} from './sessions/windows/sessionMessages.ts';
import type { Sessions } from './sessions/engine/Sessions.ts';
import type { SessionServices } from './sessions/portal/SessionServices.ts';
import { SessionStore } from './sessions/store/SessionStore.ts';
import type { SessionRecord } from './sessions/kinds/SsoSession.ts';
import { Windows } from './sessions/windows/Windows.ts';
import { callbackReach, type Place } from './oauth/callbackReach.ts';

export interface OnDemandWorld {
  /** Shared by all windows of this editor, and by nobody else. */
  readonly storage: string;
  /** The user's `awsSso.endpoints`. @throws AwsSsoError `InvalidRequest` when they cannot be used. */
  readonly endpointSettings: () => Readonly<Partial<Record<Service, string>>>;
  /** Whether tokens are shared with the AWS CLI. */
  readonly isSharing: () => boolean;
  /** What this window replies to a message of another. */
  readonly answer: (message: SessionMessage) => unknown;
  /** What is there since the start. */
  readonly parts: {
    readonly sessions: Sessions;
    readonly publicSessions: PublicSessions;
    readonly configured: ConfiguredSessions;
    readonly roles: RoleCredentials;
    readonly failures: ProviderFailures;
    readonly exports: AwsSsoExports;
    readonly secretOf: (providerId: string, id: string) => string | undefined;
  };
  /** Tells the editor of a change of the console sessions. */
  readonly onConsoleChange: (change: ReturnType<typeof asEditorChange>) => void;
  readonly context: EditorContext;
  /** Where the editor and this extension run. */
  readonly place: Place;
  readonly log: Log;
}

export interface OnDemand {
  readonly store: SessionStore;
  readonly lock: Lock;
  readonly otherWindows: Windows;
  readonly exchange: RecordExchange<SessionRecord>;
  /** @throws AwsSsoError `InvalidRequest` when an address in force cannot be used. */
  readonly services: (region: string) => Promise<SessionServices>;
  readonly awsConfigSessions: () => Promise<AwsConfigSessions>;
  readonly sharedKinds: () => readonly SharedKind[];
  readonly consoles: ConsoleSessions;
  readonly consoleProvider: ConsoleAuthenticationProvider;
  readonly sharing: AwsCliSharing;
  readonly signIn: SignIn;
  readonly directory: Directory;
  readonly terminals: TerminalRoles;
  readonly view: AccountView;
  /** What is to be run or debugged, with what terminals get. */
  readonly giveVariables: <Configuration extends Launch>(launch: Configuration) => Promise<Configuration>;
  readonly commands: Commands;
  dispose(): void;
}

/**
 * The part of the composition root that starting up can do without. It is a bundle of its own, read when a session
 * is first asked for.
 */
export function onDemand({
  storage,
  endpointSettings,
  isSharing,
  answer,
  parts,
  context,
  onConsoleChange,
  place,
  log,
}: OnDemandWorld): OnDemand {
  const { env } = process;
  const { secrets, globalState } = context;
  let loadedPath: SecondPath | undefined;
  const secondPath = once(async () => {
    const { UndiciPath } = await import('./http/fallback/UndiciPath.ts');
    return (loadedPath = new UndiciPath({ settings: proxySettings, env, log }));
  });
  const paths = twoPaths(fetchClient(), secondPath, log);
  const http = loggedClient(clockWatch(paths.http, log), log);
  // One pace for all of this window's sessions.
  const portalHttp = pacedClient(http, isListing);
  const retries = new Retries();
  const registrations = new Registrations(secrets, log);
  const ssoCache = new SsoCache(env);
  const { sessions, configured, failures } = parts;
  const directory = new Directory((session, action) => sessions.atPortal(session, action));
  const signIn = new SignIn({
    ...{ sessions, configured, log },
    memory: globalState,
    reach: callbackReach(place),
    diagnose: (session) => diagnose({ session }),
  });
  const lockDirectory = path.join(storage, 'locks');
  const lock = new FileLock(lockDirectory, log);
  const otherWindows: Windows = new Windows(
    path.join(storage, 'windows'),
    (message) => Promise.resolve(consoles.answer(message) ?? answer(readSessionMessage(message))),
    log,
  );
  const configuration = async (): Promise<EndpointConfiguration> => ({
    ...{ settings: endpointSettings(), env },
    config: await configuredEndpoints(env),
  });
  const signin = async (region: string): Promise<Signin> =>
    new Signin(http, endpoint('signin', region, await configuration()), retries);
  const loginCache = new LoginCache(env);
  const consoles: ConsoleSessions = new ConsoleSessions({
    ...{ lock, otherWindows, signin, log },
    store: new ConsoleStore(secrets, log),
    sharing: new ConsoleSharing({ isOn: isSharing, cache: loginCache, log }),
    shared: async () => (isSharing() ? consoleConfigs(await loginProfiles(env), env) : []),
    onChange(change) {
      onConsoleChange(asEditorChange(change));
      terminals.update();
    },
    onEnded: () => endedConsoles.update(),
  });
  const consoleSignIn = new ConsoleSignIn({
    ...{ sessions: consoles, signin, env, log },
    reach: callbackReach(place),
    diagnose: (consoleRegion) => diagnose({ consoleRegion }),
    offer: async (session) => (isSharing() ? offerLoginProfile(session, env) : undefined),
  });
  let loadedDiagnosis: Diagnosis | undefined;
  const diagnosis = once(async () => {
    const { Diagnosis } = await import('./features/diagnosis/Diagnosis.ts');
    return (loadedDiagnosis = new Diagnosis({
      ...{ sessions, consoles, configured, secrets, otherWindows, lockDirectory, env, log },
      endpoints: configuration,
      paths: { ...paths, http },
      extension: context.extension,
    }));
  });
  const diagnose = async (diagnosed?: Diagnosed): Promise<void> => (await diagnosis()).run(diagnosed);
  const endedConsoles = endedConsoleSessions(consoles, consoleSignIn);
  const roleParts = { ...parts, signIn, directory, globalState, awsConfigFile: awsConfigFile(env) };
  const statusBar = new RoleStatusBar();
  const terminalsOpened = onTerminalOpened(() => terminals.look());
  const view = new AccountView({ ...parts, directory, terminalRole: () => terminals.state?.role });
  const isLocal = hasLocalTerminals(context.extension);
  const sources = terminalSources({ ...parts, consoles });
  const terminals: TerminalRoles = new TerminalRoles({
    ...{ ...sources, secrets, log },
    workspaceState: context.workspaceState,
    environment: context.environmentVariableCollection,
    isLocal,
    env: inheritedEnvironment,
    onChange(state) {
      statusBar.update(state);
      context.environmentVariableCollection.description = state && stateSentence(state);
      view.redraw();
    },
    onProblem: (role, problem) =>
      void tellTerminalProblem(role, problem, { sessions, signIn, consoleSignIn }),
  });
  return {
    store: new SessionStore(secrets, log),
    lock,
    otherWindows,
    exchange: sessionExchange(otherWindows),
    async services(region) {
      const endpoints = await configuration();
      const address = endpoint('oidc', region, endpoints);
      const oidc = new SsoOidc(http, address, retries);
      return {
        oidc,
        authorize: (config, prompt, signal) =>
          authorize(oidc, address, registrations, config, prompt, signal, log),
        // Not before it is needed: a sign-in can do without.
        get portal() {
          return new SsoPortal(portalHttp, endpoint('portal', region, endpoints), retries);
        },
      };
    },
    awsConfigSessions: () => awsConfigSessions(env),
    sharedKinds: () => [
      { sessions, directory: ssoCache.directory },
      { sessions: consoles, directory: loginCache.directory },
    ],
    consoles,
    consoleProvider: new ConsoleAuthenticationProvider({
      ...{ sessions: consoles, signIn: consoleSignIn, failures, log },
    }),
    sharing: new AwsCliSharing({
      isOn: isSharing,
      cache: ssoCache,
      cacheKeysOf: (config) => configured.cacheKeysOf(config),
      log,
    }),
    signIn,
    directory,
    view,
    terminals,
    giveVariables: (launch) => giveLaunchVariables(launch, { terminals, isLocal, log }),
    commands: commands({
      ...{ ...parts, signIn, consoles, consoleSignIn, view, diagnose, log },
      api: apiBridge({ ...parts, load: () => sessions.load() }),
      roleCommands: {
        ...roleCommands(roleParts),
        ...terminalCommands({
          ...{ ...roleParts, terminals, consoles },
          roles: sources.roles,
          env: inheritedEnvironment,
        }),
      },
    }),
    dispose() {
      terminalsOpened.dispose();
      terminals.dispose();
      statusBar.dispose();
      signIn.dispose();
      view.dispose();
      consoleSignIn.dispose();
      endedConsoles.dispose();
      consoles.dispose();
      otherWindows.dispose();
      loadedDiagnosis?.dispose();
      loadedPath?.dispose();
    },
  };
}
