import { randomBytes } from 'node:crypto';
import { containerCredentials } from '../../aws/credentials/containerCredentials.ts';
import { messageOf } from '../../base/errors.ts';
import type { Log } from '../../base/Log.ts';
import { within } from '../../base/within.ts';
import {
  type ContainerCredentials,
  CredentialsServer,
  tokenFor,
} from '../../http/loopback/CredentialsServer.ts';
import type { RoleCredentials as Credentials } from '../../aws/services/SsoPortal.ts';
import type { SecretStore } from '../../sessions/store/SecretStore.ts';
import type { TerminalRole } from './terminalMemory.ts';

/** How long new credentials are waited for, in milliseconds, before those are given that are good still. */
const PATIENCE_MS = 400;
/** A keyring may wait for a person to unlock it. */
const KEYRING_PATIENCE_MS = 2_000;

/** Where terminals from before a reload send their requests. */
export interface KeptAddress {
  readonly port: number;
  /** What the secret is filed by in the secret store: another secret, another name. */
  readonly secretId: string;
}

/** The sessions that the credentials of terminals come from. */
export interface TerminalSessions {
  load(): Promise<void>;
  /** The session of that id, if it is signed in. */
  find(session: string): unknown;
  /** Rejects with what keeps the session from giving credentials. */
  fresh(session: string): Promise<unknown>;
}

/** The credentials for terminals. */
export interface TerminalCredentials {
  /** Those that are good for a while. @throws AwsSsoError */
  get(role: TerminalRole): Promise<Credentials>;
  /** Those that have not expired yet, without asking anybody. */
  left(role: TerminalRole): Credentials | undefined;
}

export interface TerminalServerOptions {
  readonly sessions: Pick<TerminalSessions, 'load'>;
  readonly roles: TerminalCredentials;
  readonly secrets: SecretStore;
  /** The roles that terminals may ask for. */
  readonly given: () => readonly TerminalRole[];
  /** Told how each request for credentials ended; with what was thrown, if anything. */
  readonly onAnswer: (role: TerminalRole, problem?: unknown) => void;
  readonly log: Log;
}

/** The server of this window's terminals: its address, its secret, and the roles that it has credentials for. */
export class TerminalServer {
  readonly #options: TerminalServerOptions;
  #server: CredentialsServer;
  #secret = '';
  #listening: Promise<KeptAddress> | undefined;
  #isDisposed = false;

  constructor(options: TerminalServerOptions) {
    this.#options = options;
    this.#server = this.#create();
  }

  /** Where a role's credentials are, and what opens that and nothing else. */
  accessTo(role: TerminalRole): { readonly uri: string; readonly token: string } {
    const path = pathOf(role);
    return { uri: this.#server.uri(path), token: tokenFor(this.#secret, path) };
  }

  /**
   * Listens at the address that terminals from before have, if that is still free; else at another, with another
   * secret. Once it listens, further calls change nothing.
   *
   * @param isReload whether the secret may hold on. After a restart of the editor it never does, because editors write the
   *   environment of terminals into files when they quit. Terminals from before are answered all the same: that they are
   *   to be opened anew.
   */
  listen(kept: KeptAddress | undefined, isReload: boolean): Promise<KeptAddress> {
    this.#listening ??= this.#listen(kept, isReload).catch((error: unknown) => {
      this.#listening = undefined;
      throw error;
    });
    return this.#listening;
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#server.dispose();
  }

  /** Terminals from before have no use for it any more. */
  static async forget(secrets: SecretStore, { secretId }: KeptAddress): Promise<void> {
    await secrets.delete(secretKey(secretId));
  }

  async #listen(kept: KeptAddress | undefined, isReload: boolean): Promise<KeptAddress> {
    const { secrets, log } = this.#options;
    const keptSecret = kept && isReload ? await this.#keptSecret(kept) : undefined;
    if (kept && keptSecret !== undefined) {
      this.#secret = keptSecret;
      if ((await this.#server.listen(keptSecret, kept.port)) === kept.port) {
        return kept;
      }
      // Terminals from before send their secret to a port that is somebody else's now: it is never to be in force again.
      this.#server.dispose();
      this.#server = this.#create();
      if (this.#isDisposed) {
        this.#server.dispose();
      }
    }
    if (kept && (keptSecret !== undefined || !isReload)) {
      TerminalServer.forget(secrets, kept).catch(() => undefined);
    }
    this.#secret = randomText();
    const port = await this.#server.listen(this.#secret, isReload ? undefined : kept?.port);
    const address = { port, secretId: randomText() };
    // Only a reload needs it, so nobody waits for a slow keyring.
    Promise.resolve(secrets.store(secretKey(address.secretId), this.#secret)).catch((error: unknown) =>
      log.warn(`The secret of the terminals was not stored: ${messageOf(error)}`),
    );
    return address;
  }

  async #keptSecret({ secretId }: KeptAddress): Promise<string | undefined> {
    const reading = Promise.resolve(this.#options.secrets.get(secretKey(secretId)));
    return (await within(KEYRING_PATIENCE_MS, reading).catch(() => undefined))?.value;
  }

  #create(): CredentialsServer {
    return new CredentialsServer((path) => this.#answer(path), this.#options.log);
  }

  async #answer(path: string): Promise<ContainerCredentials | undefined> {
    const { given, onAnswer } = this.#options;
    const role = given().find((one) => pathOf(one) === path);
    if (!role) {
      return undefined;
    }
    try {
      const credentials = await this.#credentials(role);
      onAnswer(role);
      return containerCredentials(credentials, role.accountId);
    } catch (error) {
      onAnswer(role, error);
      throw error;
    }
  }

  async #credentials(role: TerminalRole): Promise<Credentials> {
    const { sessions, roles } = this.#options;
    const left = roles.left(role);
    if (left) {
      return (await within(PATIENCE_MS, roles.get(role)))?.value ?? left;
    }
    await sessions.load();
    return roles.get(role);
  }
}

/** A terminal with a role of its own has a path of its own, and so a token that ends with it. */
function pathOf({ session, accountId, roleName, profile, terminal }: TerminalRole): string {
  const role = `/role/${session}/${accountId}/${encodeURIComponent(roleName)}`;
  const path = profile === undefined ? role : `${role}/profile/${encodeURIComponent(profile)}`;
  return terminal === undefined ? path : `${path}/${terminal}`;
}

function secretKey(secretId: string): string {
  return `terminals-${secretId}`;
}

function randomText(): string {
  return randomBytes(32).toString('base64url');
}
