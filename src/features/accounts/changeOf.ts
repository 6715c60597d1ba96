import type { SsoSession, SsoSessionsChangeEvent } from '../../../api/src/index.ts';

/** What is different in the second list. Undefined when nothing is. */
export function changeOf(
  before: readonly SsoSession[],
  after: readonly SsoSession[],
): SsoSessionsChangeEvent | undefined {
  const find = (list: readonly SsoSession[], { id }: SsoSession): SsoSession | undefined =>
    list.find((session) => session.id === id);
  const added = after.filter((session) => !find(before, session));
  const removed = before.filter((session) => !find(after, session));
  const changed = after.filter((session) => {
    const old = find(before, session);
    return old !== undefined && JSON.stringify(old) !== JSON.stringify(session);
  });
  return added.length + removed.length + changed.length > 0
    ? Object.freeze({
        added: Object.freeze(added),
        changed: Object.freeze(changed),
        removed: Object.freeze(removed),
      })
    : undefined;
}
