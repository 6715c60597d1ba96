import * as vscode from 'vscode';
import type { AwsFiles } from '../../aws/config/AwsFiles.ts';
import type { Log } from '../../base/Log.ts';
import { shownSentence } from '../../base/shown.ts';
import type { ConsoleSessions } from '../../sessions/kinds/ConsoleSessions.ts';
import type { IdentityCenterSessions } from '../../sessions/kinds/IdentityCenterSessions.ts';
import type { RoleCredentialsCache } from '../../sessions/portal/RoleCredentialsCache.ts';
import type { showingFailures } from '../commands/showFailure.ts';
import { giveLaunchVariables } from '../launches/giveLaunchVariables.ts';
import type { Launch } from '../launches/launchVariables.ts';
import { agreedByName } from '../roles/AgreedUses.ts';
import type { RoleOptions } from '../roles/askRole.ts';
import type { RoleArgument } from '../roles/roleArgument.ts';
import { protectionSettings } from '../settings/protectionSettings.ts';
import { defaultRegion } from '../settings/settings.ts';
import type { ConsoleSignIn } from '../signIn/ConsoleSignIn.ts';
import type { SignIn } from '../signIn/SignIn.ts';
import type { Ui } from '../ui/Ui.ts';
import { isStatePrivate } from './isStatePrivate.ts';
import { OwnTerminals } from './own/OwnTerminals.ts';
import {
  newRoleTerminal,
  roleTerminalCommands,
  type RoleTerminalCommands,
  type RoleTerminalOptions,
} from './own/roleTerminalCommands.ts';
import { tellLostTerminals } from './own/tellLostTerminals.ts';
import { editorSession } from './shells/editorSession.ts';
import { folderOf, placeOf } from './shells/folderOf.ts';
import {
  configuredEnvironment,
  defaultShell,
  hasLocalTerminals,
  inheritedEnvironment,
} from './shells/inheritedEnvironment.ts';
import { onTerminalOpened } from './shells/onTerminalOpened.ts';
import { oldTerminals } from './shells/relaunchTerminals.ts';
import { TerminalUses } from './shells/TerminalUses.ts';
import { WatchedTerminals } from './shells/WatchedTerminals.ts';
import { isWslShell } from './shells/wslShell.ts';
import type { TerminalRole } from './terminalMemory.ts';
import { TERMINAL_MEMORY } from './terminalMemoryKey.ts';
import { TerminalRoles, type TerminalRolesOptions } from './TerminalRoles.ts';
import { stateSentence } from './terminalSentences.ts';
import { terminalSources } from './terminalSources.ts';
import type { TerminalSessions } from './TerminalServer.ts';
import { focusedStatus } from './ui/focusedStatus.ts';
import { RoleStatusBar } from './ui/RoleStatusBar.ts';
import { tellTerminalProblem } from './ui/tellTerminalProblem.ts';
import { type TerminalCommands, terminalCommands } from './ui/terminalCommands.ts';
import { FolderRoles } from './workspace/FolderRoles.ts';
import { onWorkspaceChanged, workspaceFolders } from './workspace/onWorkspaceChanged.ts';
import { ProtectedAccounts } from './workspace/ProtectedAccounts.ts';
import { rememberSettled } from './workspace/registerWorkspaceRoles.ts';
import { roleAtOpening } from './workspace/roleAtOpening.ts';
import { suggestions } from './workspace/suggestions.ts';
import { type SharedCollection, TerminalCollections } from './workspace/TerminalCollections.ts';
import { type TerminalsShown, terminalsShown } from './workspace/terminalsShown.ts';
import { useConcerns } from './workspace/useConcerns.ts';
import { WorkspaceRoles } from './workspace/WorkspaceRoles.ts';

export interface TerminalsOptions {
  readonly context: vscode.ExtensionContext;
  readonly sessions: IdentityCenterSessions;
  readonly consoles: ConsoleSessions;
  readonly signIn: SignIn;
  readonly consoleSignIn: ConsoleSignIn;
  readonly roles: RoleCredentialsCache;
  readonly roleOptions: RoleOptions;
  readonly awsFiles: AwsFiles;
  /** The region that the person has chosen for an account. */
  readonly regionChosen: (accountId: string) => string | undefined;
  /** Shows why something failed that nobody waits for. */
  readonly showing: ReturnType<typeof showingFailures>;
  /** Told when terminals have another role. */
  readonly onChange: () => void;
  readonly ui: Ui;
  readonly log: Log;
}

/** Makes and joins what has to do with roles in terminals: of the window, of its folders, and of single terminals. */
export class Terminals {
  readonly commands: TerminalCommands & RoleTerminalCommands;
  /** Asks for a role, and says what a terminal with it is opened with; undefined where the person has been told why not. */
  readonly newRoleTerminal: () => Promise<vscode.TerminalOptions | undefined>;
  readonly #options: TerminalsOptions;
  readonly #isLocal: boolean;
  readonly #sessions: TerminalSessions;
  /** Whether a session that isn't found is one that nobody is signed in to. */
  #areSessionsRead = false;
  readonly #window: TerminalRoles;
  readonly #folders: FolderRoles;
  readonly #own: OwnTerminals;
  readonly #uses: TerminalUses;
  readonly #watched: WatchedTerminals;
  readonly #statusBar = new RoleStatusBar();
  readonly #protected: ProtectedAccounts;
  readonly #collections: TerminalCollections;
  readonly #workspaceRoles: WorkspaceRoles;
  readonly #disposable: vscode.Disposable;
  /** How many times roles are being brought back. */
  #restoring = 0;

  constructor(options: TerminalsOptions) {
    const { context, sessions, consoles, signIn, consoleSignIn, roles, ui, log } = options;
    const { secrets, globalState, workspaceState } = context;
    this.#options = options;
    this.#isLocal = hasLocalTerminals(context.extension);
    this.#collections = new TerminalCollections(context.environmentVariableCollection);
    this.#protected = new ProtectedAccounts({ settings: protectionSettings, ui, log });
    const sources = terminalSources({ sessions, roles, consoles });
    this.#sessions = sources.sessions;
    const inTerminals = {
      ...sources,
      ...{ secrets, workspaceState, defaultRegion, log },
      isLocal: this.#isLocal,
      awsFiles: options.awsFiles,
      env: this.#isLocal ? inheritedEnvironment : configuredEnvironment,
      regionChosen: options.regionChosen,
      editorSession: editorSession(),
      onProblem: (role: TerminalRole, problem: unknown) =>
        void tellTerminalProblem(role, problem, { sessions, signIn, consoleSignIn }),
    };
    this.#uses = new TerminalUses(workspaceState, inTerminals.editorSession);
    const rolesIn = (
      collection: SharedCollection,
      more: Pick<TerminalRolesOptions, 'folder' | 'workspaceState'>,
    ): TerminalRoles => this.#rolesIn(collection, { ...inTerminals, ...more });
    this.#window = rolesIn(this.#collections.window, { workspaceState });
    this.#folders = new FolderRoles({
      folders: workspaceFolders,
      workspaceState,
      create: (folder, memory) =>
        rolesIn(this.#collections.folder(folder), { folder, workspaceState: memory }),
    });
    this.#own = new OwnTerminals({
      ...inTerminals,
      onChange: () => {
        this.#showFocused();
        options.onChange();
      },
      onAccessLost: (lost) => void tellLostTerminals(lost, ui),
    });
    this.#watched = new WatchedTerminals({
      ...{ uses: this.#uses, own: this.#own },
      inUse: (terminal) => this.#inUse(terminal),
      onLost: (role) => void tellLostTerminals([role], ui),
      onFocus: () => this.#showFocused(),
    });
    const commandOptions: RoleTerminalOptions = {
      ...options.roleOptions,
      ...{ sessions, consoles, globalState, workspaceState, log },
      roles: sources.roles,
      terminals: this.#window,
      folders: this.#folders,
      ownTerminals: this.#own,
      shown: () => this.#shown().shown,
      env: inheritedEnvironment,
      concernsOf: (role) =>
        useConcerns(role, {
          isProtected: this.#protected.has,
          workspaceAccounts: this.#workspaceRoles.accounts,
        }),
      onStopped: () => this.#workspaceRoles.stopped(),
      isInWsl,
      isLocal: this.#isLocal,
      storage: context.globalStorageUri.fsPath,
    };
    this.#workspaceRoles = this.#suggestedRoles(commandOptions);
    this.commands = { ...terminalCommands(commandOptions), ...roleTerminalCommands(commandOptions) };
    this.newRoleTerminal = options.showing(() => newRoleTerminal(commandOptions));
    this.#disposable = vscode.Disposable.from(
      this.#statusBar,
      this.#window,
      this.#folders,
      this.#own,
      this.#watched,
      onTerminalOpened(() => {
        this.#window.look();
        this.#folders.look();
      }),
      onWorkspaceChanged(() => {
        this.#collections.moved(workspaceFolders());
        this.#protected.update();
        this.#showFocused();
        void this.#folders.foldersChanged();
      }),
    );
  }

  /** The role that new terminals of the window use. */
  get role(): TerminalRole | undefined {
    return this.#window.state?.role;
  }

  /** Whether new terminals use a role, of the window or of one of its folders. */
  get isAnyUsed(): boolean {
    return [this.#window, ...this.#folders.all].some(({ state }) => state !== undefined);
  }

  /** Takes that the sessions have changed. */
  update(): void {
    this.#window.update();
    this.#folders.update();
    this.#own.update();
    void this.#showSignedOut();
  }

  /** Has terminals use the roles that the workspace remembers, after a start of the editor. */
  async restore(): Promise<void> {
    this.#restoring++;
    try {
      await Promise.all([this.#window.restore(), this.#folders.restore(), this.#own.restore()]);
    } finally {
      this.#restoring--;
      this.#forgetUses();
      if (this.#watched.focused()?.role) {
        void this.#showSignedOut();
      }
    }
  }

  /** Proposes the roles that the workspace suggests, none that is in use. */
  async propose(): Promise<void> {
    await this.restore().catch(() => undefined);
    await this.#workspaceRoles.propose();
  }

  /** Gives what is run or debugged the variables that terminals get, those of the folder. */
  giveVariables<Configuration extends Launch>(
    launch: Configuration,
    folder: vscode.WorkspaceFolder | undefined,
  ): Promise<Configuration> {
    const terminals = this.#folders.used(folder) ?? this.#window;
    return giveLaunchVariables(launch, { terminals, isLocal: this.#isLocal, log: this.#options.log });
  }

  dispose(): void {
    this.#disposable.dispose();
  }

  /** Forgets which terminals were opened with a role, once none is used and none comes back. */
  #forgetUses(): void {
    if (this.#restoring === 0 && !this.isAnyUsed) {
      this.#uses.ended();
    }
  }

  #rolesIn(
    collection: SharedCollection,
    options: Omit<
      TerminalRolesOptions,
      'environment' | 'mayPersist' | 'isInWsl' | 'hasOpenTerminals' | 'onAccessLost' | 'onChange'
    >,
  ): TerminalRoles {
    const storage = this.#options.context.globalStorageUri.fsPath;
    return new TerminalRoles({
      ...options,
      environment: collection,
      // Editors in a browser restore no terminals, and keep what is persistent where other pages may be.
      mayPersist: () => vscode.env.uiKind === vscode.UIKind.Desktop && isStatePrivate(storage),
      isInWsl,
      hasOpenTerminals: () => vscode.window.terminals.length > 0,
      onAccessLost: ({ roleName }) => void oldTerminals(() => this.#watched.fromBefore()).tell(roleName),
      onChange: (state) => {
        this.#forgetUses();
        this.#showFocused();
        collection.description = state ? shownSentence(stateSentence(state)) : undefined;
        this.#options.onChange();
      },
    });
  }

  #suggestedRoles(commandOptions: RoleTerminalOptions): WorkspaceRoles {
    const { context, roleOptions, showing, ui, log } = this.#options;
    const { workspaceState } = context;
    return new WorkspaceRoles({
      ...{ suggestions, workspaceState, ui, log },
      favourites: roleOptions.favourites,
      inUse: (folder) => (folder ? this.#folders.used(folder) : this.#window)?.state?.role,
      use: (role, folder) =>
        terminalCommands({
          ...commandOptions,
          terminals: folder ? this.#folders.of(folder) : this.#window,
          agreed: agreedByName(commandOptions.agreed),
          concernsOf: () => [],
        }).useRoleInTerminals({ ...role, isOurs: true } satisfies RoleArgument),
      isProtected: this.#protected.has,
      onSettled: (isSettled) => rememberSettled(workspaceState, isSettled),
      fail: (error) => void showing(() => Promise.reject(error as Error))(),
    });
  }

  #inUse(terminal: vscode.Terminal): TerminalRole | 'unknown' | undefined {
    return roleAtOpening({
      window: this.#window,
      isWindowRemembered: this.#options.context.workspaceState.get(TERMINAL_MEMORY) !== undefined,
      ofFolder: this.#folders.used(folderOf(terminal)),
      isPlaceKnown: placeOf(terminal) !== undefined,
      hasFolderRoles: this.#folders.all.length > 0,
    });
  }

  #shown(): TerminalsShown<TerminalRoles> {
    return terminalsShown(this.#window, this.#folders.all, folderOf(vscode.window.activeTerminal));
  }

  /** Shows whether the role of the terminal that has the focus is one of a session that nobody is signed in to. */
  async #showSignedOut(): Promise<void> {
    this.#areSessionsRead ||= await this.#sessions.load().then(
      () => true,
      () => false,
    );
    this.#showFocused();
  }

  /** Shows the role of the terminal that has the focus. */
  #showFocused(): void {
    const { shown, others } = this.#shown();
    const status = focusedStatus(shown.state, this.#watched.focused(), {
      isProtected: this.#protected.has,
      isSignedOut: (session) => this.#areSessionsRead && this.#sessions.find(session) === undefined,
      others,
    });
    this.#statusBar.update(status, shown.state !== undefined);
  }
}

const isInWsl = (): boolean => isWslShell(defaultShell(), process.platform);
