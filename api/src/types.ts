import type * as vscode from 'vscode';

/** What activating the extension returns. */
export interface AwsSsoExports {
  /**
   * @param version the version of the API, `1`. Another one throws, naming those served.
   * @param caller your own `vscode` namespace. The editor asks the user for consent in the name of the extension
   * that owns it.
   */
  getAPI(version: 1, caller: typeof vscode): AwsSsoApi;
}

export interface AwsSsoApi {
  /**
   * The sessions that are configured or signed in. No secrets. Right after the start of the editor those signed in
   * may still be missing; `onDidChangeSessions` fires when they have been read. Every other member waits for that.
   */
  readonly sessions: readonly SsoSession[];
  /**
   * Fires when a session was signed in or out, was renewed, has ended, or when the configured sessions changed. What was
   * removed comes as it was.
   */
  readonly onDidChangeSessions: vscode.Event<SsoSessionsChangeEvent>;
  /**
   * Makes sure that a session is signed in. Shows the sign-in when it is not.
   *
   * Rejects with `Cancelled`, `AccessDenied`, `Expired`, `InvalidRequest`, `Network`, `Throttled` or `Service`.
   */
  signIn(options?: SessionOptions): Promise<SsoSession>;
  /**
   * An access token that is valid now. The first time, the editor asks the user for consent in your extension's
   * name; the sign-in is shown when nobody is signed in. With `silent: true` nothing is shown, and the answer is
   * undefined when there is no consent or no session.
   *
   * Rejects with `ConsentDenied`, `NotSignedIn`, or as `signIn` does.
   */
  getAccessToken(options?: TokenOptions & { readonly silent?: false }): Promise<AccessToken>;
  getAccessToken(options?: TokenOptions): Promise<AccessToken | undefined>;
  /**
   * The accounts that the person may use. Asks for consent, and for the sign-in, as `getAccessToken` does.
   *
   * Rejects as `getAccessToken` does, and with `InvalidRequest` for an AWS Builder ID, which has no accounts.
   */
  listAccounts(options?: SessionOptions): Promise<readonly SsoAccount[]>;
  /** The roles of one account that the person may use; else as `listAccounts`. Rejects also with `RoleNotAssigned`. */
  listAccountRoles(
    options: { readonly accountId: string } & SessionOptions,
  ): Promise<readonly SsoAccountRole[]>;
  /**
   * Short-term credentials of a role, good for some minutes at least. Asks for consent for that role, and for the
   * sign-in, as `getAccessToken` does. The answer is undefined only with `silent: true`.
   *
   * Rejects with `RoleNotAssigned`, or as `getAccessToken` does.
   */
  getRoleCredentials(options: RoleOptions & { readonly silent?: false }): Promise<AwsCredentialIdentity>;
  getRoleCredentials(options: RoleOptions): Promise<AwsCredentialIdentity | undefined>;
  /** For the member `token` of a client of the AWS SDK for JavaScript v3. Each call of it is a `getAccessToken`. */
  tokenProvider(options?: TokenOptions): TokenIdentityProvider;
  /** For the member `credentials` of a client of the AWS SDK for JavaScript v3. Each call of it is a `getRoleCredentials`. */
  credentialProvider(options: RoleOptions): AwsCredentialIdentityProvider;
}

export interface RoleOptions extends SessionOptions {
  /** Twelve digits. */
  readonly accountId: string;
  readonly roleName: string;
  /** Never show anything. */
  readonly silent?: boolean;
}

/** As in the AWS SDK for JavaScript v3, which writes into it: every caller gets one of its own. */
export interface AwsCredentialIdentity {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
  readonly accountId: string;
}
export type AwsCredentialIdentityProvider = () => Promise<AwsCredentialIdentity>;

/** As in the AWS SDK for JavaScript v3. */
export interface TokenIdentity {
  readonly token: string;
  readonly expiration: Date;
}
export type TokenIdentityProvider = () => Promise<TokenIdentity>;

export interface SsoAccount {
  /** Twelve digits. */
  readonly accountId: string;
  readonly accountName?: string;
  readonly emailAddress?: string;
}

export interface SsoAccountRole {
  readonly accountId: string;
  readonly roleName: string;
}

export interface SsoSession {
  /** The same from one sign-in to the next. */
  readonly id: string;
  readonly name: string;
  readonly startUrl: string;
  readonly region: string;
  readonly scopes: readonly string[];
  readonly signedIn: boolean;
  /** When the access token expires. Absent when not signed in. */
  readonly expiresAt?: Date;
}

export interface SsoSessionsChangeEvent {
  readonly added: readonly SsoSession[];
  readonly changed: readonly SsoSession[];
  readonly removed: readonly SsoSession[];
}

export interface SessionOptions {
  /**
   * The session's name; an unknown one rejects with `InvalidRequest`. If left out, the only one signed in, or the only one
   * configured; where there are several, the person chooses.
   */
  readonly session?: string;
}

export interface TokenOptions extends SessionOptions {
  /** OAuth scopes that the token must have. `sso:account:access` if left out. */
  readonly scopes?: readonly string[];
  /** Never show anything. */
  readonly silent?: boolean;
  /** Ask for a newer token than the one that you were given last, although that one has not expired. */
  readonly forceRefresh?: boolean;
}

export interface AccessToken {
  readonly token: string;
  readonly tokenType: 'Bearer';
  readonly expiration: Date;
  /** The name of the session that it belongs to. */
  readonly session: string;
}

/** The `code` of every rejection. Match errors by it, never by `instanceof`. */
export type AwsSsoErrorCode =
  /** The person changed their mind. Say nothing. */
  | 'Cancelled'
  /** The person does not want your extension to use the session. Ask again only when they ask for something. */
  | 'ConsentDenied'
  /** The session has ended; the message says why, and the person has been told. */
  | 'NotSignedIn'
  /** The person, or AWS, denied the sign-in. */
  | 'AccessDenied'
  /** The sign-in took too long. */
  | 'Expired'
  /** An option, a setting, or the region is wrong; the message says which. */
  | 'InvalidRequest'
  /** The account or the role is not assigned to the person. */
  | 'RoleNotAssigned'
  /** Too many requests. The session goes on: ask again later. */
  | 'Throttled'
  /** AWS cannot be reached. The session goes on: ask again later. */
  | 'Network'
  /** AWS, or the editor, has a problem of its own. The session goes on: ask again later. */
  | 'Service';

/** The `code` when there is no API to be had. The message of the error says what the person can do. */
export type AwsSsoUnavailableCode =
  /** The extension is not installed. The person is offered to install it, unless you asked for silence. */
  | 'NotInstalled'
  /** The extension is installed, but disabled. */
  | 'Disabled'
  /** The extension that is installed does not serve this version of the API. */
  | 'TooOld';

export interface AwsSsoUnavailable extends Error {
  readonly code: AwsSsoUnavailableCode;
}

/** How `getAwsSsoApi` goes about it. */
export interface GetAwsSsoApiOptions {
  /** Do not offer to install the extension when it is not installed. */
  readonly silent?: boolean;
}
