import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { AwsSsoError } from '../../base/errors.ts';
import { isAccountId, isRoleName } from '../accounts/roleScopes.ts';

/** What a command was called with: as much of a role as was decided before. */
export interface RoleArgument {
  /** A session's name. */
  readonly session?: string | undefined;
  /** Its id, from our own view and lists only: a name may be another session's by the time of the command. */
  readonly sessionId?: string | undefined;
  /** Twelve digits. */
  readonly accountId?: string | undefined;
  readonly accountName?: string | undefined;
  readonly roleName?: string | undefined;
  /** The profile that leads to it, from our own lists only. */
  readonly profile?: string | undefined;
  /** A page of the console: the name of a service, or an address. */
  readonly destination?: string | undefined;
  /** Whether it comes from our own view or lists, where a person chose it. Anything else is a proposal. */
  readonly isOurs: boolean;
}

/** The members that anybody may set. Others, such as the ids of our own nodes, are refused. */
const Proposal = v.strictObject({
  session: v.optional(v.string()),
  accountId: v.optional(v.custom<string>(isAccountId)),
  roleName: v.optional(v.custom<string>(isRoleName)),
});

/** What may be said of the console besides. */
const ConsoleProposal = v.strictObject({ ...Proposal.entries, destination: v.optional(v.string()) });

/** The members of a node of our view that say which role it stands for. */
const Node = v.object({
  session: v.string(),
  sessionId: v.string(),
  accountId: v.optional(v.string()),
  accountName: v.optional(v.string()),
  roleName: v.optional(v.string()),
});

/**
 * Reads the argument of a command about a role.
 *
 * @param isNode whether it is a node of our own view.
 * @throws AwsSsoError `InvalidRequest` for an argument of another form.
 */
export function readRoleArgument(argument: unknown, isNode: (argument: unknown) => boolean): RoleArgument {
  return read(Proposal, '{ session?, accountId?: "111122223333", roleName? }', argument, isNode);
}

/** Reads the argument of the command that opens the console, as `readRoleArgument`. */
export function readConsoleArgument(argument: unknown, isNode: (argument: unknown) => boolean): RoleArgument {
  const form = '{ session?, accountId?: "111122223333", roleName?, destination?: "s3" }';
  return read(ConsoleProposal, form, argument, isNode);
}

function read(
  schema: typeof Proposal | typeof ConsoleProposal,
  form: string,
  argument: unknown,
  isNode: (argument: unknown) => boolean,
): RoleArgument {
  if (isNode(argument)) {
    return { ...v.parse(Node, argument), isOurs: true };
  }
  const proposal = v.safeParse(schema, argument ?? {});
  if (!proposal.success) {
    throw new AwsSsoError('InvalidRequest', l10n.t('The argument must look like {0}.', form));
  }
  return { ...proposal.output, isOurs: false };
}

/** Whether nothing was decided before. */
export function isOpen({ session, accountId, roleName }: RoleArgument): boolean {
  return session === undefined && accountId === undefined && roleName === undefined;
}
