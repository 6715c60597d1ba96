import type { SsoSession, SsoSessionsChangeEvent } from '../../../api/src/index.ts';

/** What is different in the second list. Undefined when nothing is. */
export function changeOf(
  before: readonly SsoSession[],
  after: readonly SsoSession[],
): SsoSessionsChangeEvent | undefined {
  return changeEvent(before, after, (was, is) => JSON.stringify(was) !== JSON.stringify(is));
}

/** What came, changed and went from the first list to the second. Undefined when nothing did. */
export function changeEvent(
  before: readonly SsoSession[],
  after: readonly SsoSession[],
  isChanged: (was: SsoSession, is: SsoSession) => boolean,
): SsoSessionsChangeEvent | undefined {
  const was = new Map(before.map((session) => [session.id, session]));
  const is = new Set(after.map(({ id }) => id));
  const added = after.filter(({ id }) => !was.has(id));
  const removed = before.filter(({ id }) => !is.has(id));
  const changed = after.filter((session) => {
    const old = was.get(session.id);
    return old !== undefined && isChanged(old, session);
  });
  return added.length + removed.length + changed.length > 0
    ? Object.freeze({
        added: Object.freeze(added),
        changed: Object.freeze(changed),
        removed: Object.freeze(removed),
      })
    : undefined;
}
