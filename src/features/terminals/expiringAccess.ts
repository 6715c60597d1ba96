import { isPassing } from '../../base/errors.ts';
import { isSameRole, type TerminalRole } from './terminalMemory.ts';

/** A second after `RoleCredentials` stops giving out the old ones, in milliseconds. */
const RENEW_BEFORE_MS = 5 * 60_000 - 1000;

/** The credentials that variables of terminals hold, or why they hold none. */
export interface ExpiringAccess {
  /** Epoch milliseconds. Undefined where there are no credentials. */
  readonly expiration?: number;
  /** Why there are no new credentials. */
  readonly problem?: unknown;
}

/**
 * Decides whether new credentials are to be fetched for variables. The editor marks each open terminal whose variables have
 * changed as one to be relaunched. So where some are open that is left until their credentials have expired, when a relaunch
 * mends something.
 */
export function isRenewalDue(
  { expiration, problem }: ExpiringAccess,
  hasOpenTerminals: boolean,
  now: number,
): boolean {
  if (problem !== undefined && !isPassing(problem)) {
    return false;
  }
  if (expiration === undefined || now >= expiration) {
    return true;
  }
  return !hasOpenTerminals && (problem !== undefined || now >= expiration - RENEW_BEFORE_MS);
}

/** Decides whether variables stay as they are, though expired, since there are no others at the moment: a relaunch mends nothing. */
export function staysExpired(
  before: { readonly role: TerminalRole; readonly expiration: number } | undefined,
  role: TerminalRole,
  { expiration, problem }: ExpiringAccess,
  now: number,
): boolean {
  return (
    before !== undefined &&
    isSameRole(before.role, role) &&
    before.expiration <= now &&
    expiration === undefined &&
    isPassing(problem)
  );
}
