import type * as vscode from 'vscode';

/** What activating the extension returns. `getAwsSsoApi` uses it for you. */
export interface AwsSsoExports {
  /**
   * The API for your extension; the same object each time.
   *
   * @param version the version of the API, `1`.
   * @param caller your own `vscode` namespace. The editor asks for consent in the name of the extension that owns it.
   * @throws AwsSsoError `InvalidRequest` for another version, naming those served, and for another caller.
   */
  getAPI(version: 1, caller: typeof vscode): AwsSsoApi;
}

/**
 * The sessions of AWS IAM Identity Center, for one extension. Whatever rejects does so with an {@link AwsSsoError}.
 *
 * Secrets come through your own `vscode.authentication.getSession`: the first time, the editor asks the person, in the
 * name of your extension, and remembers what they allow. What you were given once is given again from memory, and
 * renewed before it expires. So ask each time that you need it, and keep nothing.
 */
export interface AwsSsoApi {
  /**
   * The sessions that are configured or signed in, without secrets; frozen. Right after the start of the editor those
   * signed in may still be missing: `onDidChangeSessions` fires when they have been read. Every other member waits for
   * that.
   *
   * @example
   * ```ts
   * const regions = aws.sessions.filter(({ signedIn }) => signedIn).map(({ region }) => region);
   * ```
   */
  readonly sessions: readonly SsoSession[];

  /**
   * Fires when a session was signed in or out, was renewed, has ended, or when the configured sessions changed.
   *
   * @example
   * ```ts
   * context.subscriptions.push(aws.onDidChangeSessions(() => view.show(aws.sessions)));
   * ```
   */
  readonly onDidChangeSessions: vscode.Event<SsoSessionsChangeEvent>;

  /**
   * Makes sure that a session is signed in: shows the sign-in if it is not, and gives you nothing secret, so there is no
   * question of consent. In AWS terms StartDeviceAuthorization, or the authorization code, and CreateToken.
   *
   * @returns the session, frozen.
   * @throws AwsSsoError `Cancelled`, `AccessDenied`, `Expired`, `InvalidRequest`, `Network`, `Throttled` or `Service`.
   *
   * @example
   * ```ts
   * const { name, region } = await aws.signIn({ session: 'corp' });
   * ```
   */
  signIn(options?: SessionOptions): Promise<SsoSession>;

  /**
   * An access token that is valid now, from CreateToken. Asks for consent, and shows the sign-in when nobody is signed in.
   *
   * With `silent: true` nothing is shown, and there is an answer within seconds: undefined without a session, or without
   * consent. Where the token cannot be renewed for now, it rejects all the same.
   *
   * @returns the token, frozen.
   * @throws AwsSsoError `ConsentDenied`, `NotSignedIn`, or as `signIn` does.
   *
   * @example
   * ```ts
   * const { token, expiration } = await aws.getAccessToken({ session: 'corp' });
   * const ifAllowed = await aws.getAccessToken({ silent: true });
   * ```
   */
  getAccessToken(options?: TokenOptions & { readonly silent?: false }): Promise<AccessToken>;
  /** With `silent: true`, there may be nothing. */
  getAccessToken(options?: TokenOptions): Promise<AccessToken | undefined>;

  /**
   * The accounts that the person may use: all pages of ListAccounts of the AWS access portal. Asks for the same consent
   * as `getAccessToken`, and shows the sign-in when nobody is signed in.
   *
   * @returns the accounts, frozen.
   * @throws AwsSsoError as `getAccessToken` does, and `InvalidRequest` for an AWS Builder ID, which has no accounts.
   *
   * @example
   * ```ts
   * for (const { accountId, accountName } of await aws.listAccounts()) {
   *   const roles = await aws.listAccountRoles({ accountId });
   *   view.add(accountName ?? accountId, roles);
   * }
   * ```
   */
  listAccounts(options?: SessionOptions): Promise<readonly SsoAccount[]>;

  /**
   * The roles of one account that the person may use: all pages of ListAccountRoles. Asks as `listAccounts` does.
   *
   * @returns the roles, frozen.
   * @throws AwsSsoError as `listAccounts` does, and `RoleNotAssigned` where the account is not assigned to the person.
   */
  listAccountRoles(
    options: { readonly accountId: string } & SessionOptions,
  ): Promise<readonly SsoAccountRole[]>;

  /**
   * Short-term credentials of a role, from GetRoleCredentials, good for some minutes at least. Asks for consent for that
   * role, and shows the sign-in when nobody is signed in. With `silent: true` as `getAccessToken`.
   *
   * @returns credentials of your own, not frozen.
   * @throws AwsSsoError `RoleNotAssigned`, or as `getAccessToken` does.
   *
   * @example
   * ```ts
   * const role = { accountId: '111122223333', roleName: 'ReadOnly' };
   * const { accessKeyId, secretAccessKey, sessionToken } = await aws.getRoleCredentials(role);
   * ```
   */
  getRoleCredentials(options: RoleOptions & { readonly silent?: false }): Promise<AwsCredentialIdentity>;
  /** With `silent: true`, there may be nothing. */
  getRoleCredentials(options: RoleOptions): Promise<AwsCredentialIdentity | undefined>;

  /**
   * For the member `token` of a client of the AWS SDK for JavaScript v3. Each call of what it returns is a
   * `getAccessToken` with these options, but never gives undefined.
   *
   * @throws AwsSsoError `InvalidRequest`, here or at the first call, when an option is wrong. What it returns rejects as
   * `getAccessToken` does, and with `silent: true` as `NotSignedIn` where that would give undefined.
   *
   * @example
   * ```ts
   * const { token } = await aws.tokenProvider({ silent: true })();
   * ```
   */
  tokenProvider(options?: TokenOptions): TokenIdentityProvider;

  /**
   * For the member `credentials` of a client of the AWS SDK for JavaScript v3. Each call of what it returns is a
   * `getRoleCredentials` with these options, but never gives undefined.
   *
   * @throws AwsSsoError `InvalidRequest`, here or at the first call, when an option is wrong. What it returns rejects as
   * `getRoleCredentials` does, and with `silent: true` as `NotSignedIn` where that would give undefined.
   *
   * @example
   * ```ts
   * const credentials = aws.credentialProvider({ accountId: '111122223333', roleName: 'ReadOnly' });
   * const { accessKeyId } = await credentials();
   * ```
   */
  credentialProvider(options: RoleOptions): AwsCredentialIdentityProvider;

  /**
   * Variables that give a child process of yours a role: the AWS CLI, Terraform, a language server, an MCP server. With them
   * it fetches credentials whenever it needs new ones, on this machine, until this window is closed or the session ends. Asks
   * for the consent that `getRoleCredentials` asks for, and once more in silence for newer credentials.
   *
   * Where there is `AWS_CREDENTIAL_EXPIRATION` among them, they hold credentials that expire then: your extension runs in
   * another extension host, or a default profile would win over live ones.
   *
   * @returns the variables, frozen. Null for one that the process must not inherit, such as `AWS_PROFILE`.
   * @throws AwsSsoError as `getRoleCredentials` does.
   *
   * @example
   * ```ts
   * const role = await aws.getEnvironment({ accountId: '111122223333', roleName: 'ReadOnly' });
   * const env: Record<string, string | undefined> = { ...process.env };
   * for (const [name, value] of Object.entries(role)) {
   *   env[name] = value ?? undefined;
   * }
   * execFile('aws', ['s3', 'ls'], { env });
   * ```
   */
  getEnvironment(options: EnvironmentOptions & { readonly silent?: false }): Promise<EnvironmentVariables>;
  /** With `silent: true`, there may be nothing. */
  getEnvironment(options: EnvironmentOptions): Promise<EnvironmentVariables | undefined>;
}

/** Which session is meant. */
export interface SessionOptions {
  /**
   * The session's name; an unknown one rejects as `InvalidRequest`. If left out, the only one signed in, or the only one
   * configured; where there are several, the person chooses.
   */
  readonly session?: string;
}

/** Which access token is wanted, and how. */
export interface TokenOptions extends SessionOptions {
  /** OAuth scopes that the token must have. `sso:account:access` if left out. */
  readonly scopes?: readonly string[];
  /** Never show anything. */
  readonly silent?: boolean;
  /** Ask for a newer token than the one that you were given last, although that one has not expired. */
  readonly forceRefresh?: boolean;
}

/** Which role's credentials are wanted, and how. */
export interface RoleOptions extends SessionOptions {
  /** Twelve digits. */
  readonly accountId: string;
  /** Its name as `listAccountRoles` gives it; no ARN. */
  readonly roleName: string;
  /** Never show anything. */
  readonly silent?: boolean;
}

/** Which role a child process gets, and in which region. */
export interface EnvironmentOptions extends RoleOptions {
  /** If left out, the one that terminals would use with the role, where there is any. */
  readonly region?: string;
}

/** Environment variables by name. Null for one that must be unset. */
export type EnvironmentVariables = Readonly<Record<string, string | null>>;

/** A session of AWS IAM Identity Center, configured or signed in. Holds no secret. */
export interface SsoSession {
  /** Opaque. The same from one sign-in to the next. */
  readonly id: string;
  /** What the option `session` takes. */
  readonly name: string;
  /** The address of the AWS access portal. */
  readonly startUrl: string;
  /** The AWS Region of IAM Identity Center, such as `us-east-1`; not one to use services in. */
  readonly region: string;
  /** The OAuth scopes of its tokens. */
  readonly scopes: readonly string[];
  /** There is an access token, or a way to one without the person. */
  readonly signedIn: boolean;
  /** When the access token expires, which is renewed before that. Absent when not signed in. */
  readonly expiresAt?: Date;
}

/** What is different from the last time. Frozen, as are the lists. */
export interface SsoSessionsChangeEvent {
  /** As they are now. */
  readonly added: readonly SsoSession[];
  /** As they are now. */
  readonly changed: readonly SsoSession[];
  /** As they were. */
  readonly removed: readonly SsoSession[];
}

/** From CreateToken of AWS IAM Identity Center. */
export interface AccessToken {
  /** Secret. Opaque: for the header `x-amz-sso_bearer_token` of the access portal, or `Authorization: Bearer …`. */
  readonly token: string;
  /** Always this one: RFC 6750. */
  readonly tokenType: 'Bearer';
  /** When it expires. */
  readonly expiration: Date;
  /** The name of the session that it belongs to. */
  readonly session: string;
}

/** A row of ListAccounts of the AWS access portal. */
export interface SsoAccount {
  /** Twelve digits. */
  readonly accountId: string;
  /** For people. Absent where AWS says none. */
  readonly accountName?: string;
  /** That of the account's root user. Absent where AWS says none. */
  readonly emailAddress?: string;
}

/** A row of ListAccountRoles of the AWS access portal. */
export interface SsoAccountRole {
  /** Twelve digits. */
  readonly accountId: string;
  /** What `getRoleCredentials` takes. */
  readonly roleName: string;
}

/** From GetRoleCredentials of the AWS access portal, in the shape that the AWS SDK for JavaScript v3 has for it. */
export interface AwsCredentialIdentity {
  /** No secret, but whose it is. */
  readonly accessKeyId: string;
  /** Secret. */
  readonly secretAccessKey: string;
  /** Secret. */
  readonly sessionToken: string;
  /** When they expire. */
  readonly expiration: Date;
  /** Twelve digits. */
  readonly accountId: string;
}

/** As in the AWS SDK for JavaScript v3: what the member `credentials` of its clients takes. */
export type AwsCredentialIdentityProvider = () => Promise<AwsCredentialIdentity>;

/** As in the AWS SDK for JavaScript v3. */
export interface TokenIdentity {
  /** Secret. */
  readonly token: string;
  /** When it expires. */
  readonly expiration: Date;
}

/** As in the AWS SDK for JavaScript v3: what the member `token` of its clients takes. */
export type TokenIdentityProvider = () => Promise<TokenIdentity>;

/**
 * How every member of {@link AwsSsoApi} rejects. The message is a sentence for people, in the language of the editor.
 *
 * @example
 * ```ts
 * const accounts = await aws.listAccounts().catch((error: AwsSsoError) => {
 *   if (error.code !== 'Cancelled') {
 *     void vscode.window.showWarningMessage(error.message);
 *   }
 *   return [];
 * });
 * ```
 */
export interface AwsSsoError extends Error {
  /** Match errors by it, never by `instanceof`: the classes differ from one extension to the next. */
  readonly code: AwsSsoErrorCode;
}

/** The `code` of every rejection of the API. */
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

/**
 * How `getAwsSsoApi` rejects when there is no API to be had. The message is a sentence for people, in English, that says
 * what to do.
 *
 * @example
 * ```ts
 * const aws = await getAwsSsoApi(vscode, { silent: true }).catch((error: AwsSsoUnavailable) => {
 *   output.appendLine(`No AWS here (${error.code}): ${error.message}`);
 * });
 * ```
 */
export interface AwsSsoUnavailable extends Error {
  /** Match errors by it, never by `instanceof`. */
  readonly code: AwsSsoUnavailableCode | AwsSsoErrorCode;
}

/** The `code` when there is no API to be had. */
export type AwsSsoUnavailableCode =
  /** The extension is not installed. The person is being offered to install it, unless you asked for silence. */
  | 'NotInstalled'
  /** The extension is installed, but disabled. */
  | 'Disabled'
  /** The extension that is installed does not serve this version of the API. */
  | 'TooOld';

/** How to look for the extension. */
export interface GetAwsSsoApiOptions {
  /** Do not offer to install the extension when it is not installed. */
  readonly silent?: boolean;
}
