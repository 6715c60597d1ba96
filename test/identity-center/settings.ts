/** What can be set from outside. Durations are in seconds, as on the wire; the clock tells epoch milliseconds. */
export interface IdentityCenterOptions {
  /** 0, the default, takes any free port. */
  port?: number;
  /** `null` leaves `interval` out of the answer; RFC 8628 section 3.2 then makes it 5 seconds. */
  interval?: number | null;
  deviceCodeLifetime?: number;
  accessTokenLifetime?: number;
  sessionLifetime?: number;
  startUrl?: string;
  region?: string;
  /** What a poll with a lapsed device code gets: the service says the first, RFC 8628 section 3.5 the second. */
  lapsedDeviceCodeError?: 'invalid_grant' | 'expired_token';
  verificationUri?: (origin: string, userCode: string) => VerificationUris;
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
    interval: 1,
    deviceCodeLifetime: 600,
    accessTokenLifetime: 3600,
    sessionLifetime: 28_800,
    startUrl: 'https://d-1234567890.awsapps.com/start',
    region: 'us-east-1',
    lapsedDeviceCodeError: 'invalid_grant',
    verificationUri: devicePageUris,
    clock: Date.now,
    ...options,
  };
}

function devicePageUris(origin: string, userCode: string): VerificationUris {
  return {
    verificationUri: `${origin}/device`,
    verificationUriComplete: `${origin}/device?user_code=${userCode}`,
  };
}
