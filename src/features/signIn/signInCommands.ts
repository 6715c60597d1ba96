import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import type { SsoSession } from '../../../api/src/index.ts';
import { AwsSsoError } from '../../base/errors.ts';
import type { ConsoleConfig } from '../../sessions/kinds/console.ts';
import type { PublicSessions } from '../accounts/PublicSessions.ts';
import type { BrowserStep } from './steps/BrowserStep.ts';
import type { ConsoleSignIn } from './ConsoleSignIn.ts';
import type { SignIn } from './SignIn.ts';
import { checkWanted } from './wantedConsole.ts';
import { signOutCommand, type SignOutOptions } from './signOutCommand.ts';
import type { IdentityCenterSessions } from '../../sessions/kinds/IdentityCenterSessions.ts';

/** What links in the notification of a sign-in do. */
type LinkCommand = 'page' | 'copyCode' | 'showAgain' | 'use' | 'takeOver' | 'changeRegion';

export interface SignInCommandOptions extends SignOutOptions {
  readonly sessions: SignOutOptions['sessions'] & Pick<IdentityCenterSessions, 'withId'>;
  readonly publicSessions: Pick<PublicSessions, 'describe'>;
  readonly signIn: Pick<SignIn, 'run' | 'choose' | 'add' | LinkCommand>;
  readonly consoleSignIn: Pick<ConsoleSignIn, 'run' | LinkCommand>;
  /** Whether it is a node of our own view. */
  readonly isNode: (argument: unknown) => boolean;
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
  const { sessions, publicSessions, signIn, consoleSignIn, isNode } = options;
  const isSessionNode = (argument: unknown): argument is { readonly sessionId: string } =>
    isNode(argument) && v.is(SessionNode, argument);
  const pageOf = (id: string): BrowserStep | undefined => signIn.page(id) ?? consoleSignIn.page(id);

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
    addSession: () => signIn.add(),
    copyCode: forLink((id) => signIn.copyCode(id)),
    openBrowser: forLink((id) => pageOf(id)?.open()),
    copyLink: forLink((id) => pageOf(id)?.copyLink()),
    pasteText: forLink((id) => consoleSignIn.showAgain(id)),
    takeOver: forLink((id) => signIn.takeOver(id)),
    otherRegion: forLink((id) => signIn.changeRegion(id)),
    useCode: forLink((id) => {
      signIn.use(id, 'deviceAuthorization');
      consoleSignIn.use(id, 'deviceAuthorization');
    }),
    useBrowser: forLink((id) => signIn.use(id, 'authorizationCode')),
  };
}

function forLink(run: (id: string) => unknown): (argument?: unknown) => Promise<unknown> {
  return async (argument) => {
    if (typeof argument === 'string') {
      await run(argument);
    }
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
