/** What has become of the sessions that are signed in. */
export interface Change<Live> {
  readonly added: readonly Live[];
  readonly changed: readonly Live[];
  readonly removed: readonly Live[];
}

/** From before to now, both by the sessions' ids; undefined where there is no change. */
export function changeBetween<Live>(
  before: ReadonlyMap<string, Live>,
  now: ReadonlyMap<string, Live>,
  tokenOf: (session: Live) => string,
): Change<Live> | undefined {
  const wasOther = (id: string, session: Live): boolean => {
    const was = before.get(id);
    return was !== undefined && tokenOf(was) !== tokenOf(session);
  };
  const change = {
    added: [...now].filter(([id]) => !before.has(id)).map(([, session]) => session),
    changed: [...now].filter(([id, session]) => wasOther(id, session)).map(([, session]) => session),
    removed: [...before].filter(([id]) => !now.has(id)).map(([, session]) => session),
  };
  const count = change.added.length + change.changed.length + change.removed.length;
  return count > 0 ? change : undefined;
}
