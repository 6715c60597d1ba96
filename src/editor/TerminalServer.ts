import { randomBytes } from 'node:crypto';
import { cliTime } from '../aws/cliTime.ts';
import { messageOf } from '../base/errors.ts';
import type { Log } from '../base/Log.ts';
import { within } from '../base/within.ts';
import { type ContainerCredentials, CredentialsServer } from '../http/CredentialsServer.ts';
import type { RoleCredentials } from '../sessions/RoleCredentials.ts';
import type { SecretStore } from '../sessions/SecretStore.ts';
import type { Sessions } from '../sessions/Sessions.ts';
import type { TerminalRole } from './terminalMemory.ts';

/** How long new credentials are waited for, in milliseconds, before those are given that are good still. */
const PATIENCE_MS = 400;

/** Where terminals from before a reload send their requests. */
export interface KeptAddress {
  readonly port: number;
  /** What the secret is filed by in the secret store. */
  readonly secretId: string;
}

export interface TerminalServerWorld {
  readonly sessions: Pick<Sessions, 'load'>;
  readonly roles: Pick<RoleCredentials, 'get' | 'left'>;
  readonly secrets: SecretStore;
  /** The roles that terminals may ask for. */
  readonly given: () => readonly TerminalRole[];
  /** Told how each request for credentials ended; with what was thrown, if anything. */
  readonly onAnswer: (role: TerminalRole, problem?: unknown) => void;
  readonly log: Log;
}

/** The server of this window's terminals: its address, its secret, and the roles that it has credentials for. */
export class TerminalServer {
  readonly #world: TerminalServerWorld;
  #server: CredentialsServer;
  #secret = '';
  #listening: Promise<KeptAddress> | undefined;

  constructor(world: TerminalServerWorld) {
    this.#world = world;
    this.#server = this.#create();
  }

  get secret(): string {
    return this.#secret;
  }

  /** Where a role's credentials are. */
  uri(role: TerminalRole): string {
    return this.#server.uri(pathOf(role));
  }

  /**
   * Listens at the address that terminals from before have, if that is still free; else at another, with another
   * secret. Once it listens, further calls change nothing.
   */
  listen(kept: KeptAddress | undefined): Promise<KeptAddress> {
    this.#listening ??= this.#listen(kept).catch((error: unknown) => {
      this.#listening = undefined;
      throw error;
    });
    return this.#listening;
  }

  dispose(): void {
    this.#server.dispose();
  }

  /** Terminals from before have no use for it any more. */
  static async forget(secrets: SecretStore, { secretId }: KeptAddress): Promise<void> {
    await secrets.delete(secretKey(secretId));
  }

  async #listen(kept: KeptAddress | undefined): Promise<KeptAddress> {
    const { secrets, log } = this.#world;
    const secretId = kept?.secretId ?? randomText();
    const keptSecret = kept && (await secrets.get(secretKey(secretId)));
    this.#secret = keptSecret ?? randomText();
    let port = await this.#server.listen(this.#secret, keptSecret === undefined ? 0 : kept?.port);
    if (keptSecret !== undefined && port !== kept?.port) {
      // Terminals from before send the old secret to a port that is somebody else's now.
      this.#server.dispose();
      this.#server = this.#create();
      this.#secret = randomText();
      port = await this.#server.listen(this.#secret);
    }
    if (this.#secret !== keptSecret) {
      // Only a reload needs it, so nobody waits for a slow keyring.
      Promise.resolve(secrets.store(secretKey(secretId), this.#secret)).catch((error: unknown) =>
        log.warn(`The secret of the terminals was not stored: ${messageOf(error)}`),
      );
    }
    return { port, secretId };
  }

  #create(): CredentialsServer {
    return new CredentialsServer((path) => this.#answer(path), this.#world.log);
  }

  async #answer(path: string): Promise<ContainerCredentials | undefined> {
    const { sessions, given, onAnswer } = this.#world;
    const role = given().find((one) => pathOf(one) === path);
    if (!role) {
      return undefined;
    }
    try {
      await sessions.load();
      const { accessKeyId, secretAccessKey, sessionToken, expiration } = await this.#credentials(role);
      onAnswer(role);
      return {
        AccessKeyId: accessKeyId,
        SecretAccessKey: secretAccessKey,
        Token: sessionToken,
        Expiration: cliTime(expiration),
        AccountId: role.accountId,
      };
    } catch (error) {
      onAnswer(role, error);
      throw error;
    }
  }

  async #credentials(role: TerminalRole): ReturnType<RoleCredentials['get']> {
    const { roles } = this.#world;
    const getting = roles.get(role);
    const left = roles.left(role);
    return left ? ((await within(PATIENCE_MS, getting))?.value ?? left) : getting;
  }
}

function pathOf({ session, accountId, roleName }: TerminalRole): string {
  return `/role/${session}/${accountId}/${encodeURIComponent(roleName)}`;
}

function secretKey(secretId: string): string {
  return `terminals-${secretId}`;
}

function randomText(): string {
  return randomBytes(32).toString('base64url');
}
