import { defaultAccounts } from './services/portal/directory.ts';
import { defaultAssumableRoles } from './services/sts/assumableRoles.ts';
import type { Account } from './services/portal/directory.ts';
import type { AssumableRole } from './services/sts/assumableRoles.ts';

/** What can be set from outside. Durations are in seconds, as on the wire; the clock tells epoch milliseconds. */
export interface IdentityCenterOptions {
  /** 0, the default, takes any free port. */
  port?: number;
  /** The address that clients know it by, where something stands between; `null` is its own. May have a path. */
  baseUrl?: string | null;
  /** `null` leaves `interval` out of the answer; RFC 8628 section 3.2 then makes it 5 seconds. */
  interval?: number | null;
  deviceCodeLifetime?: number;
  /** A code that a person carries by hand lives ten times as long. */
  authorizationCodeLifetime?: number;
  /** AWS Sign-In's credentials live 900 seconds at most. */
  accessTokenLifetime?: number;
  sessionLifetime?: number;
  /**
   * For so long after it was exchanged, a refresh token works again, while the one that it was exchanged for has not been
   * used. 0 by default, which asks more of a client.
   */
  refreshTokenGrace?: number;
  roleCredentialsLifetime?: number;
  startUrl?: string;
  region?: string;
  /** What a poll with a lapsed device code gets: the service says the first, RFC 8628 section 3.5 the second. */
  lapsedDeviceCodeError?: 'invalid_grant' | 'expired_token';
  verificationUri?: (origin: string, userCode: string) => VerificationUris;
  /** What the person is assigned. `madeUpAccounts` makes many. */
  accounts?: readonly Account[];
  /** More calls of the portal than that get TooManyRequestsException; `null` is no limit. */
  portalCallsPerSecond?: number | null;
  /** The roles that STS lets other roles assume. */
  assumableRoles?: readonly AssumableRole[];
  /** How far the time of a signed request may be off, in seconds; `null` is any. AWS takes 300. */
  signatureTolerance?: number | null;
  /** The ARNs of the console sessions that AWS Sign-In offers. The first is the one chosen. */
  consoleSessions?: readonly string[];
  /** Whether a DPoP proof may come again. The AWS CLI repeats it when it repeats a request. */
  repeatedProofs?: 'accepted' | 'refused';
  /**
   * Whether a refresh token of AWS Sign-In may come again while what it bought is valid, and gets the same once more. The
   * documentation calls that idempotent. Refused by default, which asks more of a client.
   */
  repeatedSigninRefresh?: 'accepted' | 'refused';
  clock?: () => number;
}

export interface VerificationUris {
  verificationUri: string;
  verificationUriComplete: string;
}

export type Settings = Required<IdentityCenterOptions>;

export function settingsFrom(options: IdentityCenterOptions): Settings {
  return {
    port: 0,
    baseUrl: null,
    interval: 1,
    deviceCodeLifetime: 600,
    authorizationCodeLifetime: 60,
    accessTokenLifetime: 3600,
    sessionLifetime: 28_800,
    refreshTokenGrace: 0,
    roleCredentialsLifetime: 3600,
    startUrl: 'https://d-1234567890.awsapps.com/start',
    region: 'us-east-1',
    lapsedDeviceCodeError: 'invalid_grant',
    verificationUri: devicePageUris,
    accounts: defaultAccounts,
    portalCallsPerSecond: null,
    assumableRoles: defaultAssumableRoles,
    signatureTolerance: null,
    consoleSessions: defaultConsoleSessions,
    repeatedProofs: 'accepted',
    repeatedSigninRefresh: 'refused',
    clock: Date.now,
    ...options,
  };
}

const defaultConsoleSessions = [
  'arn:aws:iam::111122223333:user/alice',
  'arn:aws:sts::444455556666:assumed-role/AWSReservedSSO_ReadOnlyAccess_0123456789abcdef/alice',
];

function devicePageUris(origin: string, userCode: string): VerificationUris {
  return {
    verificationUri: `${origin}/device`,
    verificationUriComplete: `${origin}/device?user_code=${userCode}`,
  };
}
