import { type ConsoleConfig, consoleId } from '../../sessions/kinds/console.ts';
import { type SessionConfig, sessionId } from '../../sessions/kinds/identityCenter.ts';
import type { WaitingSignIn } from '../signIn/waiting/WaitingSignIns.ts';
import type { ConsoleNode, RootNode, SessionNode, WaitingNode } from './nodes.ts';

/** The nodes that are in no other: the sessions, and the sign-ins to what is none yet. */
export function rootNodes(
  sessions: readonly SessionConfig[],
  consoles: readonly ConsoleConfig[],
  waiting: readonly WaitingSignIn[],
): readonly RootNode[] {
  const known: readonly RootNode[] = [
    ...sessions.map((config): SessionNode => {
      const id = sessionId(config);
      return { kind: 'session', id, session: config.name, sessionId: id };
    }),
    ...consoles.map((config): ConsoleNode => {
      const id = consoleId(config);
      return { kind: 'console', id, session: config.arn, sessionId: id };
    }),
  ];
  const others = waiting.filter((one) => !known.some(({ id }) => id === one.sessionId));
  return [
    ...known,
    // By another id than the session's, which VS Code then draws open as a new row.
    ...others.map(({ sessionId: id, name }): WaitingNode => {
      return { kind: 'waiting', id: `waiting ${id}`, sessionId: id, name };
    }),
  ];
}
