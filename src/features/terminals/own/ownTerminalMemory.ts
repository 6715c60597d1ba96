import * as v from 'valibot';
import type * as vscode from 'vscode';
import { OWN_TERMINALS } from '../terminalMemoryKey.ts';
import { AddressSchema, TerminalRoleSchema } from '../terminalMemory.ts';

/** A terminal that was opened with a role of its own. */
const OwnTerminalSchema = v.object({
  id: v.string(),
  /** The process of its shell, which lives on when the window is reloaded. */
  pid: v.optional(v.number()),
  role: TerminalRoleSchema,
  region: v.optional(v.string()),
  /** When the credentials in its variables expire: epoch milliseconds. Undefined where it fetches them. */
  expiration: v.optional(v.number()),
});

const MemorySchema = v.object({
  terminals: v.array(OwnTerminalSchema),
  /** The run of the editor in which they were opened. */
  editorSession: v.string(),
  /** Where they ask. */
  address: v.optional(AddressSchema),
});

export type OwnTerminal = Readonly<v.InferOutput<typeof OwnTerminalSchema>>;
export type OwnTerminalMemory = Readonly<v.InferOutput<typeof MemorySchema>>;

/** What is remembered for the workspace, without secrets. Undefined where it is nothing, or cannot be read. */
export function readOwnTerminals(workspaceState: Pick<vscode.Memento, 'get'>): OwnTerminalMemory | undefined {
  const result = v.safeParse(MemorySchema, workspaceState.get(OWN_TERMINALS));
  return result.success ? result.output : undefined;
}
