/** A registered OAuth client. Times are epoch milliseconds here and everywhere in the state. */
export interface Client {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly clientName: string;
  readonly scopes: readonly string[];
  /** `undefined` when the registration named none, which is how device clients register. */
  readonly grantTypes: readonly string[] | undefined;
  readonly expiresAt: number;
}

/** One device authorization (RFC 8628): what StartDeviceAuthorization opens and CreateToken asks after. */
export interface DeviceAuthorization {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly client: Client;
  readonly expiresAt: number;
  decision: 'pending' | 'approved' | 'denied';
  redeemed: boolean;
  /** Seconds the client has to leave between an answer and its next poll. */
  interval: number;
  answeredAt: number;
}

/** A person's portal session. Tokens never outlive it. */
export interface Session {
  /** Brought forward by Logout. */
  endsAt: number;
}

export interface AccessToken {
  readonly session: Session;
  readonly scopes: readonly string[];
  readonly expiresAt: number;
}

export interface RefreshToken {
  readonly session: Session;
  readonly clientId: string;
}

/** All state, in memory, keyed the way it is looked up. */
export interface Store {
  readonly clients: Map<string, Client>;
  readonly deviceAuthorizations: Map<string, DeviceAuthorization>;
  readonly accessTokens: Map<string, AccessToken>;
  readonly refreshTokens: Map<string, RefreshToken>;
  /** Everything handed out that must never reach a disk in the clear. */
  readonly issuedSecrets: string[];
}

export function createStore(): Store {
  return {
    clients: new Map(),
    deviceAuthorizations: new Map(),
    accessTokens: new Map(),
    refreshTokens: new Map(),
    issuedSecrets: [],
  };
}

/** Remembers a secret at the moment it is issued. */
export function issue(store: Store, secret: string): string {
  store.issuedSecrets.push(secret);
  return secret;
}
