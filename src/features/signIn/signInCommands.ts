import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import type { SsoSession } from '../../../api/src/index.ts';
import { AwsSsoError } from '../../base/errors.ts';
import type { ConsoleConfig } from '../../sessions/kinds/console.ts';
import type { PublicSessions } from '../accounts/PublicSessions.ts';
import type { ConsoleSignIn } from './ConsoleSignIn.ts';
import type { SignIn } from './SignIn.ts';
import { checkWanted } from './wantedConsole.ts';
import { removeSessionCommand, type RemoveSessionOptions } from './removeSessionCommand.ts';
import { signOutCommand, type SignOutOptions } from './signOutCommand.ts';
import { SIGN_IN_ACTIONS, type SignInActionId } from './steps/signInActions.ts';
import type { WaitingSignIns } from './waiting/WaitingSignIns.ts';
import type { IdentityCenterSessions } from '../../sessions/kinds/IdentityCenterSessions.ts';

export interface SignInCommandOptions extends SignOutOptions, Omit<RemoveSessionOptions, 'ui'> {
  readonly sessions: SignOutOptions['sessions'] &
    RemoveSessionOptions['sessions'] &
    Pick<IdentityCenterSessions, 'withId'>;
  readonly publicSessions: Pick<PublicSessions, 'describe'>;
  readonly signIn: Pick<SignIn, 'run' | 'choose' | 'add' | 'act'>;
  readonly consoleSignIn: Pick<ConsoleSignIn, 'run' | 'act'>;
  readonly waiting: Pick<WaitingSignIns, 'list' | 'of'>;
  /** Whether it is a node of our own view. */
  readonly isNode: (argument: unknown) => boolean;
}

/**
 * The commands about signing in and out. Those of links find the sign-in that they belong to by its id, which nobody else can
 * guess; they do nothing for another one.
 */
export type SignInCommands = Readonly<
  Record<
    | ('signIn' | 'signInWithConsole' | 'signOut' | 'addSession' | 'removeSession' | 'showSignIn')
    | SignInActionId,
    (argument?: unknown) => Promise<unknown>
  >
>;

/** What anybody may ask for. A start URL isn't among it: only sessions that the person has can be signed in to. */
const Proposal = v.strictObject({ session: v.optional(v.string()) });
const ConsoleProposal = v.strictObject({ session: v.optional(v.string()), region: v.optional(v.string()) });
const SessionNode = v.object({ session: v.optional(v.string()), sessionId: v.string() });

export function signInCommands(options: SignInCommandOptions): SignInCommands {
  const { sessions, publicSessions, signIn, consoleSignIn, waiting, isNode } = options;
  const isSessionNode = (argument: unknown): argument is v.InferOutput<typeof SessionNode> =>
    isNode(argument) && v.is(SessionNode, argument);
  const act =
    (action: SignInActionId) =>
    async (argument?: unknown): Promise<void> => {
      if (isSessionNode(argument)) {
        argument = waiting.of(argument.sessionId)?.id;
      }
      if (typeof argument === 'string') {
        await Promise.all([signIn.act(argument, action), consoleSignIn.act(argument, action)]);
      }
    };

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
      const wanted = isSessionNode(argument)
        ? { session: argument.session }
        : proposalIn(ConsoleProposal, argument, '{ session?, region? }');
      checkWanted(wanted);
      // How it ends is shown by the sign-in itself.
      const session = await consoleSignIn.run(wanted).catch(() => undefined);
      return session && { arn: session.arn, region: session.region };
    },
    signOut: (argument) => signOutCommand(options, argument, isSessionNode),
    addSession: () => signIn.add(),
    removeSession: (argument) => removeSessionCommand(options, argument, isSessionNode),
    showSignIn(argument) {
      const shown = isSessionNode(argument) ? waiting.of(argument.sessionId) : undefined;
      (shown ? [shown] : waiting.list()).forEach((one) => one.showAgain());
      return Promise.resolve();
    },
    ...(Object.fromEntries(SIGN_IN_ACTIONS.map((action) => [action, act(action)])) as Record<
      SignInActionId,
      (argument?: unknown) => Promise<void>
    >),
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
