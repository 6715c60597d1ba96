import * as l10n from '@vscode/l10n';
import type { AccessToken } from '../../../api/src/index.ts';
import { sameSecret } from '../../base/sameSecret.ts';
import type { IdentityCenterSessions } from '../../sessions/kinds/IdentityCenterSessions.ts';
import { sessionId, type SignedInSession } from '../../sessions/kinds/identityCenter.ts';
import { PROVIDER_ID } from '../accounts/providerIds.ts';
import { accountOf, scopesFor } from '../accounts/SsoProvider.ts';
import type { WantedToken } from './apiOptions.ts';
import type { SecretKind } from './HandedOut.ts';

export interface GivenToken {
  /** The session's id. */
  readonly id: string;
  readonly token: AccessToken;
}

/** Access tokens (API operation CreateToken). */
export function accessTokens(
  sessions: Pick<IdentityCenterSessions, 'serving' | 'find' | 'current' | 'fresh' | 'renew'>,
): SecretKind<WantedToken, GivenToken> {
  return {
    providerId: PROVIDER_ID,
    scopes: ({ session, scopes }) => scopesFor(session, scopes),
    serving: ({ session, scopes }) => sessions.serving(session, scopes),
    accountOf,
    detail: (_, account) => account && l10n.t('The session {0}', account.label),
    prepare: (session) => sessions.fresh(sessionId(session)),
    recognize({ id, accessToken }) {
      const held = sessions.find(id);
      return held && sameSecret(held.accessToken, accessToken) ? asGiven(id, held) : undefined;
    },
    current: (given) => (sessions.current(given.id)?.accessToken === given.token.token ? given : undefined),
    async renew({ id, token }, { forceRefresh }, last) {
      // For whoever was given an older one before, what is there now is another already.
      const unwanted = last?.id === id ? last.token.token : token.token;
      const renewed = await (forceRefresh ? sessions.renew(id, unwanted) : sessions.fresh(id));
      return renewed.accessToken !== token.token;
    },
  };
}

function asGiven(id: string, { accessToken, expiresAt, name }: SignedInSession): GivenToken {
  const token: AccessToken = {
    token: accessToken,
    tokenType: 'Bearer',
    expiration: new Date(expiresAt),
    session: name,
  };
  return { id, token: Object.freeze(token) };
}
