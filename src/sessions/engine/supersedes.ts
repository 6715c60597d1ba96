import { isSignedIn, type KindRules, type SessionKind, type SessionRecord } from './SessionKind.ts';

/**
 * Whether a record takes the place of another of the same session: by the higher revision. Extension hosts that share only
 * the secret store may give two records the same one, so whatever the order in which they come, the same one holds
 * everywhere: one that is signed in before one that has ended, the later token, and what has happened to a token since.
 */
export function supersedes<K extends SessionKind>(
  { tokenOf }: Pick<KindRules<K>, 'tokenOf'>,
  record: SessionRecord<K>,
  before: SessionRecord<K> | undefined,
): boolean {
  if (!before) {
    return true;
  }
  const ranks = rankOf(tokenOf, before);
  for (const [index, rank] of rankOf(tokenOf, record).entries()) {
    const other = ranks[index];
    if (other === undefined || rank !== other) {
      return other !== undefined && rank > other;
    }
  }
  return false;
}

function rankOf<K extends SessionKind>(
  tokenOf: KindRules<K>['tokenOf'],
  record: SessionRecord<K>,
): readonly (number | string)[] {
  return isSignedIn<K>(record)
    ? [
        record.revision,
        1,
        record.expiresAt,
        tokenOf(record),
        Number(record.refreshToken === undefined),
        Number(record.isAnswerLost === true),
      ]
    : [record.revision, 0, Number(record.isTold)];
}
