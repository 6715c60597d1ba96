/** A registered OAuth client. Times are epoch milliseconds here and everywhere in the state. */
export interface Client {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly clientName: string;
  readonly scopes: readonly string[];
  /** `undefined` when the registration named none, which is how device clients register. */
  readonly grantTypes: readonly string[] | undefined;
  readonly redirectUris: readonly string[];
  /** Brought forward by `expireRegistrations`. */
  expiresAt: number;
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
  /** When its last poll was answered. The first one has none to wait for. */
  answeredAt: number | undefined;
}

/** What a valid authorization address asks for (RFC 6749 section 4.1.1, RFC 7636 section 4.3). */
export interface AuthorizationRequest {
  readonly service: 'oidc' | 'signin';
  readonly clientId: string;
  /** What people read about who asks. */
  readonly applicationName: string;
  readonly redirectUri: string;
  /** Where the browser is really sent: the redirect URI, or our own page seen from the address of the request. */
  readonly returnTo: string;
  readonly state: string;
  readonly codeChallenge: string;
  readonly scopes: readonly string[];
}

/** An authorization page that somebody looks at. */
export interface Consent {
  readonly request: AuthorizationRequest;
  readonly expiresAt: number;
  /** Where its answer led. Pressing a button twice leads there twice. */
  location?: string;
}

export interface AuthorizationCode {
  readonly request: AuthorizationRequest;
  /** The ARN of the console session that a sign-in code stands for. */
  readonly consoleSession: string | undefined;
  readonly expiresAt: number;
  /** The thumbprint (RFC 7638) of the key it was first presented with. */
  keyThumbprint?: string;
  /** What it was exchanged for. */
  session?: Session;
}

/** What one sign-in of a person began. Tokens never outlive it. */
export interface Session {
  /** Brought forward by Logout, by `revokeSession`, and when an authorization code is used again. */
  endsAt: number;
}

export interface AccessToken {
  readonly session: Session;
  readonly scopes: readonly string[];
  /** Brought forward by `expireAccessTokens`. */
  expiresAt: number;
}

export interface RefreshToken {
  readonly session: Session;
  readonly clientId: string;
  readonly scopes: readonly string[];
  /** What it was exchanged for, the last time. */
  successor?: { readonly refreshToken: string; readonly since: number };
}

/** A refresh token of AWS Sign-In. */
export interface SigninRefreshToken {
  readonly session: Session;
  readonly clientId: string;
  readonly consoleSession: string;
  readonly keyThumbprint: string;
  /** What it was exchanged for. */
  successor?: SigninTokens;
}

export interface SigninTokens {
  readonly accessToken: AwsCredentials;
  readonly refreshToken: string;
  /** When the credentials end. */
  readonly expiresAt: number;
}

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/** Of those that requests are signed with: what a service has to know. */
export interface IssuedCredentials extends AwsCredentials {
  readonly arn: string;
  readonly expiresAt: number;
}

/** Where a page token leads: on in which list, and from which item. */
export interface PageStart {
  readonly list: string;
  readonly start: number;
}

/** All state, in memory, keyed the way it is looked up. */
export interface Store {
  readonly clients: Map<string, Client>;
  readonly deviceAuthorizations: Map<string, DeviceAuthorization>;
  readonly accessTokens: Map<string, AccessToken>;
  readonly refreshTokens: Map<string, RefreshToken>;
  readonly signinRefreshTokens: Map<string, SigninRefreshToken>;
  /** By access key id. */
  readonly awsCredentials: Map<string, IssuedCredentials>;
  /** Whose ARN each token of the federation endpoint stands for. */
  readonly signinTokens: Map<string, string>;
  readonly consents: Map<string, Consent>;
  readonly authorizationCodes: Map<string, AuthorizationCode>;
  readonly pageTokens: Map<string, PageStart>;
  /** The `jti` of every DPoP proof that was accepted. */
  readonly proofIds: Set<string>;
  /** How many calls of the portal were left at a time. */
  portalAllowance: { left: number; at: number } | undefined;
  /** Everything handed out that must never reach a disk in the clear. */
  readonly issuedSecrets: string[];
}

export function createStore(): Store {
  return {
    clients: new Map(),
    deviceAuthorizations: new Map(),
    accessTokens: new Map(),
    refreshTokens: new Map(),
    signinRefreshTokens: new Map(),
    awsCredentials: new Map(),
    signinTokens: new Map(),
    consents: new Map(),
    authorizationCodes: new Map(),
    pageTokens: new Map(),
    proofIds: new Set(),
    portalAllowance: undefined,
    issuedSecrets: [],
  };
}

/** Forgets what clients and people have done, but not which secrets were issued: those must not turn up anywhere later, either. */
export function emptyStore(store: Store): void {
  Object.assign(store, { ...createStore(), issuedSecrets: store.issuedSecrets });
}

/** Remembers a secret at the moment it is issued. */
export function issue(store: Store, secret: string): string {
  store.issuedSecrets.push(secret);
  return secret;
}
