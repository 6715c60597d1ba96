import { newAccessToken, newRefreshToken } from './identifiers.ts';
import { issue } from './store.ts';
import type { AccessToken, Client, Session, Store } from './store.ts';
import type { Settings } from '../settings.ts';

export interface IssuedTokens {
  readonly accessToken: string;
  readonly refreshToken: string | null;
  /** Seconds. */
  readonly expiresIn: number;
}

/** A client without scopes gets one token for the whole session; with scopes, a short one that it can refresh. */
export function issueTokens(
  store: Store,
  settings: Settings,
  client: Client,
  session: Session,
  scopes: readonly string[] = client.scopes,
): IssuedTokens {
  const now = settings.clock();
  const scoped = scopes.length > 0;
  const expiresAt = scoped
    ? Math.min(now + settings.accessTokenLifetime * 1000, session.endsAt)
    : session.endsAt;

  const accessToken = issue(store, newAccessToken());
  store.accessTokens.set(accessToken, { session, scopes, expiresAt });

  const refreshToken = scoped && mayUse(client, 'refresh_token') ? issue(store, newRefreshToken()) : null;
  if (refreshToken !== null) {
    store.refreshTokens.set(refreshToken, { session, clientId: client.clientId, scopes });
  }

  return { accessToken, refreshToken, expiresIn: Math.ceil((expiresAt - now) / 1000) };
}

export function validAccessToken(store: Store, token: string, now: number): AccessToken | undefined {
  const known = store.accessTokens.get(token);
  return known && now < known.expiresAt && now < known.session.endsAt ? known : undefined;
}

/** Whether the registration covers a grant. One that names none is a device client's. */
export function mayUse(client: Client, grantType: string): boolean {
  return client.grantTypes?.includes(grantType) ?? grantType !== 'authorization_code';
}
