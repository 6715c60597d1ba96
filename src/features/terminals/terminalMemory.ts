import * as v from 'valibot';
import type * as vscode from 'vscode';
import type { SessionRole } from '../../sessions/portal/RoleCredentialsCache.ts';
import { TERMINAL_MEMORY } from './terminalMemoryKey.ts';

/**
 * A role as the person chose it: with the names that they know it by. A console session is one as well, whose name is its
 * ARN, and whose role is the user.
 */
export const TerminalRoleSchema = v.object({
  /** The session's id; that of a console session has a prefix. */
  session: v.string(),
  sessionName: v.string(),
  accountId: v.string(),
  accountName: v.optional(v.string()),
  roleName: v.string(),
  /** The profile of the AWS files that leads to it, where it is not assigned itself. */
  profile: v.optional(v.string()),
  /** The id of the only terminal that may ask for it. */
  terminal: v.optional(v.string()),
});

/** Where terminals ask for credentials. */
export const AddressSchema = v.object({ port: v.number(), secretId: v.string() });

const MemorySchema = v.object({
  inUse: TerminalRoleSchema,
  /** Those that terminals which are open still may ask for, `inUse` included. */
  given: v.array(TerminalRoleSchema),
  /** Whether the person has chosen variables that expire. */
  isExpiringChosen: v.boolean(),
  /** The run of the editor in which they were given it. */
  editorSession: v.optional(v.string()),
  /** Where they ask. */
  address: v.optional(AddressSchema),
});

export type TerminalRole = Readonly<v.InferOutput<typeof TerminalRoleSchema>>;
/** What the id of a console session begins with here. */
export const CONSOLE_PREFIX = 'console-';

export type TerminalMemory = Readonly<v.InferOutput<typeof MemorySchema>>;

/** What is remembered for the workspace, without secrets. Undefined where it is nothing, or cannot be read. */
export function readTerminalMemory(workspaceState: vscode.Memento): TerminalMemory | undefined {
  const result = v.safeParse(MemorySchema, workspaceState.get(TERMINAL_MEMORY));
  return result.success ? result.output : undefined;
}

export async function writeTerminalMemory(
  workspaceState: vscode.Memento,
  memory: TerminalMemory | undefined,
): Promise<void> {
  await workspaceState.update(TERMINAL_MEMORY, memory);
}

/** Whether it is a console session. */
export function isConsoleRole({ session }: TerminalRole): boolean {
  return session.startsWith(CONSOLE_PREFIX);
}

export function isSameRole(one: SessionRole, other: SessionRole): boolean {
  return (
    one.session === other.session &&
    one.accountId === other.accountId &&
    one.roleName === other.roleName &&
    one.profile === other.profile
  );
}
