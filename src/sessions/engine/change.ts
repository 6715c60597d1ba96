/** What has become of the sessions that are signed in. */
export interface Change<Live> {
  readonly added: readonly Live[];
  readonly changed: readonly Live[];
  readonly removed: readonly Live[];
  /** The part of the changed ones that somebody, maybe somebody else, has signed in to again. */
  readonly replaced: readonly Live[];
}

/** A renewal raises a session's revision by a few; a sign-in takes the time of the day. */
const SIGN_IN_STEP = 1_000;

/** From before to now, both by the sessions' ids; undefined where there is no change. */
export function changeBetween<Live extends { readonly revision: number }>(
  before: ReadonlyMap<string, Live>,
  now: ReadonlyMap<string, Live>,
  tokenOf: (session: Live) => string,
): Change<Live> | undefined {
  const wasOther = (id: string, session: Live): boolean => {
    const was = before.get(id);
    return was !== undefined && tokenOf(was) !== tokenOf(session);
  };
  const changed = [...now].filter(([id, session]) => wasOther(id, session));
  const change = {
    added: [...now].filter(([id]) => !before.has(id)).map(([, session]) => session),
    changed: changed.map(([, session]) => session),
    removed: [...before].filter(([id]) => !now.has(id)).map(([, session]) => session),
    replaced: changed
      .filter(([id, { revision }]) => revision - (before.get(id)?.revision ?? revision) >= SIGN_IN_STEP)
      .map(([, session]) => session),
  };
  const count = change.added.length + change.changed.length + change.removed.length;
  return count > 0 ? change : undefined;
}
