import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import type { SsoSession } from '../../../api/src/index.ts';
import { isAwsSsoError, messageOf } from '../../base/errors.ts';
import type { Log } from '../../base/Log.ts';
import type { IdentityCenterSessions } from '../../sessions/kinds/IdentityCenterSessions.ts';
import { sessionId, sessionLabel, type SignedInSession } from '../../sessions/kinds/identityCenter.ts';
import { portalAddress } from '../../aws/endpoints/startUrl.ts';
import type { PublicSessions } from '../accounts/PublicSessions.ts';
import type { AccountNode, FailureNode } from '../view/AccountTree.ts';
import type { AccountView } from '../view/AccountView.ts';
import { userOfArn } from '../../aws/endpoints/consoleArn.ts';
import {
  type ConsoleConfig,
  consoleId,
  consoleLabel,
  type SignedInConsole,
} from '../../sessions/kinds/console.ts';
import type { ConsoleSessions } from '../../sessions/kinds/ConsoleSessions.ts';
import type { Answer } from '../api/bridgeMessages.ts';
import type { BrowserStep } from '../signIn/BrowserStep.ts';
import { cancelled } from '../ui/cancellation.ts';
import type { CommandId } from '../ui/commandIds.ts';
import type { ConsoleSignIn } from '../signIn/ConsoleSignIn.ts';
import { checkWanted, type WantedConsole } from '../signIn/wantedConsole.ts';
import type { Ui } from '../ui/Ui.ts';
import { openSessionsSetting } from '../signIn/rememberSession.ts';
import type { RoleCommands } from '../roles/roleCommands.ts';
import type { SignIn } from '../signIn/SignIn.ts';
import type { TerminalCommands } from '../terminals/terminalCommands.ts';

interface SessionArgument {
  readonly session?: string;
  /** For ourselves: a name may be another session's by the time of the command. */
  readonly sessionId?: string;
}

/** A session that can be signed out of. */
interface Leaving {
  readonly id: string;
  /** By which a caller picks it. */
  readonly name: string;
  readonly label: string;
  readonly item: { readonly label: string; readonly description: string };
  readonly signOut: () => Promise<unknown>;
}

export interface CommandParts {
  readonly sessions: IdentityCenterSessions;
  readonly publicSessions: PublicSessions;
  readonly signIn: SignIn;
  readonly consoles: ConsoleSessions;
  readonly consoleSignIn: ConsoleSignIn;
  readonly roleCommands: RoleCommands & TerminalCommands;
  readonly view: AccountView;
  readonly diagnose: () => Promise<void>;
  readonly ui: Ui;
  readonly api: (question: unknown) => Promise<Answer>;
  readonly log: Log;
}

export type Commands = Readonly<Record<CommandId, (argument?: never) => Promise<unknown>>>;

/** What the commands do. None of them rejects: the editor would show a second, modal, message. */
export function commands({
  sessions,
  publicSessions,
  signIn,
  consoles,
  consoleSignIn,
  roleCommands,
  view,
  diagnose,
  ui,
  api,
  log,
}: CommandParts): Commands {
  async function signInCommand(argument?: SessionArgument): Promise<SsoSession | undefined> {
    const { session: name, sessionId: id } = argument ?? {};
    await sessions.load();
    const config = id === undefined ? await signIn.choose(name) : sessions.withId(id);
    // How it ends is shown by the sign-in itself.
    const session = await signIn.run(config).catch(() => undefined);
    return session && publicSessions.describe(session);
  }

  async function signInWithConsoleCommand(
    argument?: WantedConsole | null,
  ): Promise<ConsoleConfig | undefined> {
    const wanted = argument ?? {};
    checkWanted(wanted);
    // How it ends is shown by the sign-in itself.
    const session = await consoleSignIn.run(wanted).catch(() => undefined);
    return session && { arn: session.arn, region: session.region };
  }

  async function signOutCommand(argument?: SessionArgument): Promise<void> {
    await Promise.all([sessions.load(), consoles.load()]);
    const { session: name, sessionId: id } = argument ?? {};
    const candidates = [...sessions.stored().map(ofSso), ...consoles.stored().map(ofConsole)].filter(
      (candidate) => (id === undefined ? name === undefined || candidate.name === name : candidate.id === id),
    );
    if (candidates.length === 0) {
      const nobody =
        name === undefined ? l10n.t('No session is signed in.') : l10n.t('“{0}” is not signed in.', name);
      void vscode.window.showInformationMessage(nobody);
      return;
    }
    const chosen = candidates.length === 1 ? candidates : await pickSessions(candidates);
    // One that fails is out of use all the same, and must not keep the others from being signed out.
    const results = await Promise.allSettled(chosen.map(({ signOut }) => signOut()));
    const failed = results.find((result) => result.status === 'rejected');
    if (failed) {
      throw failed.reason;
    }
    const [only, ...others] = chosen;
    void vscode.window.showInformationMessage(
      only !== undefined && others.length === 0
        ? l10n.t('Signed out of {0}.', only.label)
        : l10n.t('Signed out of {0} sessions.', chosen.length),
    );
  }

  const ofSso = (session: SignedInSession): Leaving => ({
    id: sessionId(session),
    name: session.name,
    label: sessionLabel(session),
    item: { label: session.name, description: portalAddress(session.startUrl) },
    signOut: () => sessions.signOut(sessionId(session)),
  });

  const ofConsole = (session: SignedInConsole): Leaving => ({
    id: consoleId(session),
    name: session.arn,
    label: consoleLabel(session),
    item: { label: userOfArn(session.arn), description: l10n.t('AWS console, {0}', consoleLabel(session)) },
    signOut: () => consoles.signOut(consoleId(session)),
  });

  const pageOf = (id?: string): BrowserStep | undefined =>
    signIn.page(String(id)) ?? consoleSignIn.page(String(id));

  const told =
    <Argument, Result>(run: (argument?: Argument) => Promise<Result>) =>
    async (argument?: Argument): Promise<Result | undefined> => {
      try {
        return await run(argument);
      } catch (error) {
        if (!isAwsSsoError(error, 'Cancelled')) {
          const sentence = messageOf(error);
          log.error(sentence);
          void showError(error, sentence, { diagnose, ui });
        }
        return undefined;
      }
    };

  return {
    signIn: told(signInCommand),
    signInWithConsole: told(signInWithConsoleCommand),
    signOut: told(signOutCommand),
    addSession: told(() => signIn.add()),
    openConsole: told(roleCommands.openConsole),
    copyCredentials: told(roleCommands.copyCredentials),
    addProfile: told(roleCommands.addProfile),
    useRoleInTerminals: told(roleCommands.useRoleInTerminals),
    clearTerminalRole: told(roleCommands.clearTerminalRole),
    // Whatever a caller passes is not meant for it.
    changeTerminalRegion: told(() => roleCommands.changeTerminalRegion()),
    // Whatever the view or a caller passes is not meant for it.
    diagnose: told(() => diagnose()),
    copyCode: async (id?: string) => signIn.copyCode(String(id)),
    openBrowser: async (id?: string) => pageOf(id)?.open(),
    copyLink: async (id?: string) => pageOf(id)?.copyLink(),
    pasteText: (id?: string) => Promise.resolve(consoleSignIn.showAgain(String(id))),
    takeOver: told(async (id?: string) => signIn.takeOver(String(id))),
    otherRegion: told(async (id?: string) => signIn.changeRegion(String(id))),
    useCode: (id?: string) => {
      signIn.use(String(id), 'deviceAuthorization');
      consoleSignIn.use(String(id), 'deviceAuthorization');
      return Promise.resolve();
    },
    useBrowser: async (id?: string) => Promise.resolve(signIn.use(String(id), 'authorizationCode')),
    filterView: told(() => view.filter()),
    clearFilter: told(() => Promise.resolve(view.clearFilter())),
    refreshView: told(() => Promise.resolve(view.refresh())),
    retryList: told((node?: FailureNode) => Promise.resolve(node && view.retry(node))),
    copyAccountId: told(async (node?: AccountNode) => node && view.copyAccountId(node)),
    api: (question?: unknown) => api(question),
  };
}

async function showError(
  error: unknown,
  sentence: string,
  { diagnose, ui }: Pick<CommandParts, 'diagnose' | 'ui'>,
): Promise<void> {
  const openSettings = l10n.t('Open Settings');
  const lookForCause = l10n.t('Diagnose');
  const helpful = [
    ...(isAwsSsoError(error, 'InvalidRequest') ? [openSettings] : []),
    ...(isAwsSsoError(error, 'Network') ? [lookForCause] : []),
  ];
  const choice = await vscode.window.showErrorMessage(sentence, ...helpful);
  if (choice === openSettings) {
    await openSessionsSetting(ui);
  } else if (choice === lookForCause) {
    await diagnose();
  }
}

async function pickSessions(sessions: readonly Leaving[]): Promise<readonly Leaving[]> {
  const each = sessions.map((session) => ({ ...session.item, chosen: [session] }));
  const all = { label: l10n.t('$(sign-out) All Sessions'), description: '', chosen: sessions };
  const choice = await vscode.window.showQuickPick([...each, all], {
    title: l10n.t('Sign Out'),
    placeHolder: l10n.t('The session to sign out of'),
    matchOnDescription: true,
  });
  if (!choice) {
    throw cancelled();
  }
  return choice.chosen;
}
