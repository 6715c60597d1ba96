import type { Instance } from './instance.ts';
import type { Session, Store } from './state/store.ts';

/** Ends the session that an access or refresh token belongs to, as an administrator does. */
export function revokeSession({ store, settings }: Instance, token: string): void {
  const known =
    store.accessTokens.get(token) ?? store.refreshTokens.get(token) ?? store.signinRefreshTokens.get(token);
  if (!known) throw new Error('There is no session of that token');
  end(known.session, settings.clock());
}

export function revokeSessions({ store, settings }: Instance): void {
  for (const session of sessionsOf(store)) end(session, settings.clock());
}

/** Every access token is no longer good, while the sessions go on. */
export function expireAccessTokens({ store, settings }: Instance): void {
  for (const token of store.accessTokens.values()) token.expiresAt = settings.clock();
}

export function expireRegistrations({ store, settings }: Instance): void {
  for (const client of store.clients.values()) client.expiresAt = settings.clock();
}

function sessionsOf({ accessTokens, refreshTokens, signinRefreshTokens }: Store): Session[] {
  const tokens = [...accessTokens.values(), ...refreshTokens.values(), ...signinRefreshTokens.values()];
  return tokens.map(({ session }) => session);
}

function end(session: Session, now: number): void {
  session.endsAt = Math.min(session.endsAt, now);
}
