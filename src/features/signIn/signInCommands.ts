import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import type { SsoSession } from '../../../api/src/index.ts';
import { AwsSsoError } from '../../base/errors.ts';
import type { Log } from '../../base/Log.ts';
import type { ConsoleConfig } from '../../sessions/kinds/ConsoleSession.ts';
import type { PublicSessions } from '../accounts/PublicSessions.ts';
import { copyText } from '../ui/copyText.ts';
import { askSession } from './askSession.ts';
import type { BrowserStep } from './BrowserStep.ts';
import { checkWanted, type ConsoleSignIn } from './ConsoleSignIn.ts';
import { rememberSession } from './rememberSession.ts';
import type { SignIn } from './SignIn.ts';
import { signOutCommand, type SignOutOptions } from './signOutCommand.ts';
import type { Sessions } from '../../sessions/engine/Sessions.ts';

export interface SignInCommandOptions extends SignOutOptions {
  readonly sessions: Sessions;
  readonly publicSessions: PublicSessions;
  readonly signIn: SignIn;
  readonly consoleSignIn: ConsoleSignIn;
  /** Whether it is a node of our own view. */
  readonly isNode: (argument: unknown) => boolean;
  readonly log: Log;
}

/**
 * The commands about signing in and out. Those of links find the sign-in that they belong to by its id, which nobody else can
 * guess; they do nothing for another one.
 */
export type SignInCommands = Readonly<
  Record<
    | ('signIn' | 'signInWithConsole' | 'signOut' | 'addSession')
    | (
        | 'copyCode'
        | 'openBrowser'
        | 'copyLink'
        | 'pasteText'
        | 'takeOver'
        | 'otherRegion'
        | 'useCode'
        | 'useBrowser'
      ),
    (argument?: unknown) => Promise<unknown>
  >
>;

/** What anybody may ask for. A start URL isn't among it: only sessions that the person has can be signed in to. */
const Proposal = v.strictObject({ session: v.optional(v.string()) });
const ConsoleProposal = v.strictObject({ session: v.optional(v.string()), region: v.optional(v.string()) });
const SessionNode = v.object({ sessionId: v.string() });

export function signInCommands(options: SignInCommandOptions): SignInCommands {
  const { sessions, publicSessions, signIn, consoleSignIn, isNode, log } = options;
  const isSessionNode = (argument: unknown): argument is { readonly sessionId: string } =>
    isNode(argument) && v.is(SessionNode, argument);
  const pageOf = (id: unknown): BrowserStep | undefined =>
    signIn.page(String(id)) ?? consoleSignIn.page(String(id));

  return {
    async signIn(argument): Promise<SsoSession | undefined> {
      const name = isSessionNode(argument)
        ? undefined
        : proposalIn(Proposal, argument, '{ session? }').session;
      await sessions.load();
      const config = isSessionNode(argument)
        ? sessions.withId(argument.sessionId)
        : await signIn.choose(name);
      // How it ends is shown by the sign-in itself.
      const session = await signIn.run(config).catch(() => undefined);
      return session && publicSessions.describe(session);
    },
    async signInWithConsole(argument): Promise<ConsoleConfig | undefined> {
      const wanted = proposalIn(ConsoleProposal, argument, '{ session?, region? }');
      checkWanted(wanted);
      // How it ends is shown by the sign-in itself.
      const session = await consoleSignIn.run(wanted).catch(() => undefined);
      return session && { arn: session.arn, region: session.region };
    },
    signOut: (argument) => signOutCommand(options, argument, isSessionNode),
    async addSession() {
      await sessions.load();
      const title = l10n.t('Add SSO Session');
      const session = await askSession(sessions.known(), { title, askName: true });
      const signInNow = l10n.t('Sign In');
      void rememberSession(session, log, signInNow).then((choice) =>
        choice === signInNow ? signIn.run(session).catch(() => undefined) : undefined,
      );
    },
    copyCode: (userCode) => copyText(String(userCode), log),
    openBrowser: async (id) => pageOf(id)?.open(),
    copyLink: async (id) => pageOf(id)?.copyLink(),
    pasteText: (id) => Promise.resolve(consoleSignIn.showAgain(String(id))),
    takeOver: async (id) => sessions.takeOver(String(id)),
    otherRegion: async (id) => signIn.changeRegion(String(id)),
    useCode: (id) => {
      signIn.use(String(id), 'deviceAuthorization');
      consoleSignIn.useCode(String(id));
      return Promise.resolve();
    },
    useBrowser: (id) => Promise.resolve(signIn.use(String(id), 'authorizationCode')),
  };
}

/** @throws AwsSsoError `InvalidRequest` for an argument of another form. */
function proposalIn<Schema extends v.GenericSchema>(
  schema: Schema,
  argument: unknown,
  form: string,
): v.InferOutput<Schema> {
  const proposal = v.safeParse(schema, argument ?? {});
  if (!proposal.success) {
    throw new AwsSsoError('InvalidRequest', l10n.t('The argument must look like {0}.', form));
  }
  return proposal.output;
}
