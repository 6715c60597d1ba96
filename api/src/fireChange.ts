import type { EventEmitter } from 'vscode';
import { revive, toJson } from './json.ts';
import type { SsoSession, SsoSessionsChangeEvent } from './types.ts';

type List = readonly SsoSession[];

/** Tells the listeners what is different in the second list, if anything. */
export function fireChange(emitter: EventEmitter<SsoSessionsChangeEvent>, before: List, after: List): void {
  const lacking = (list: List, others: List): List =>
    list.filter(({ id }) => !others.some((other) => other.id === id));
  const added = lacking(after, before);
  const removed = lacking(before, after);
  const changed = after.filter((session) =>
    before.some((old) => old.id === session.id && toJson(old) !== toJson(session)),
  );
  if (added[0] || changed[0] || removed[0]) {
    emitter.fire(revive({ added, changed, removed }));
  }
}
