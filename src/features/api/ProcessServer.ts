import { randomBytes } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import { containerCredentials } from '../../aws/credentials/containerCredentials.ts';
import { AwsSsoError, messageOf } from '../../base/errors.ts';
import type { Log } from '../../base/Log.ts';
import { within } from '../../base/within.ts';
import {
  type ContainerCredentials,
  CredentialsServer,
  tokenFor,
} from '../../http/loopback/CredentialsServer.ts';
import type { Change } from '../../sessions/engine/change.ts';
import { sessionId, type SignedInSession } from '../../sessions/kinds/identityCenter.ts';
import type { RoleCredentialsCache } from '../../sessions/portal/RoleCredentialsCache.ts';
import { isSameRole } from '../terminals/terminalMemory.ts';
import type { GivenCredentials } from './roleCredentials.ts';

/** How long new credentials are waited for, in milliseconds, before those are given that are good still. */
const PATIENCE_MS = 400;

/** The credentials of one role, as one caller of the API was handed them out. */
export interface ServedRole {
  /** Identifies the caller. */
  readonly caller: object;
  readonly given: GivenCredentials;
  /** Asks in silence for what the caller may have now; undefined for nothing. */
  readonly ask: () => Promise<GivenCredentials | undefined>;
}

/** Where a child process fetches credentials, and what opens that and nothing else. */
export interface ProcessAccess {
  readonly uri: string;
  readonly token: string;
}

export interface ProcessServerOptions {
  readonly roles: Pick<RoleCredentialsCache, 'left'>;
  readonly log: Log;
}

/**
 * The server of this window for child processes that other extensions start. Each caller has an address and a token for each
 * of its roles, and its consent is asked about whenever there are new credentials to hand out. Nothing of it is stored: with
 * the window, all tokens are worth nothing; with the session, those of its roles.
 */
export class ProcessServer {
  readonly #options: ProcessServerOptions;
  readonly #secret = randomBytes(32).toString('base64url');
  readonly #served = new Map<string, { role: ServedRole; last: GivenCredentials }>();
  readonly #server: CredentialsServer;
  #isDisposed = false;

  constructor(options: ProcessServerOptions) {
    this.#options = options;
    this.#server = new CredentialsServer(
      (path) => this.#answer(path),
      options.log,
      () => l10n.t('This program’s access to AWS has expired. Start the program again.'),
    );
  }

  /**
   * Gives the caller its address and token for the role; the same each time.
   *
   * @returns undefined where this window may not listen, or closes.
   * @throws AwsSsoError `NotSignedIn` when the session ends meanwhile.
   */
  async open(role: ServedRole): Promise<ProcessAccess | undefined> {
    if (this.#isDisposed) {
      return undefined;
    }
    const path = this.#pathOf(role) ?? this.#add(role);
    try {
      await this.#server.listen(this.#secret);
    } catch (error) {
      this.#options.log.warn(`Child processes cannot be served: ${messageOf(error)}`);
      return undefined;
    }
    if (!this.#served.has(path)) {
      throw new AwsSsoError(
        'NotSignedIn',
        l10n.t('The session was signed out in the meantime. Sign in again.'),
      );
    }
    return { uri: this.#server.uri(path), token: tokenFor(this.#secret, path) };
  }

  /** Ends the access to the roles of sessions that have ended, or that somebody has signed in to again. */
  onChange({ removed, replaced }: Pick<Change<SignedInSession>, 'removed' | 'replaced'>): void {
    const gone = new Set([...removed, ...replaced].map(sessionId));
    for (const [path, { last }] of this.#served) {
      if (gone.has(last.role.session)) {
        this.#served.delete(path);
      }
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#served.clear();
    this.#server.dispose();
  }

  #pathOf({ caller, given }: ServedRole): string | undefined {
    const found = [...this.#served].find(
      ([, { role, last }]) => role.caller === caller && isSameRole(last.role, given.role),
    );
    return found?.[0];
  }

  /** The path is another one each time, so that the token of an access that has ended never works again. */
  #add(role: ServedRole): string {
    const { accountId, roleName } = role.given.role;
    const path = `/process/${randomBytes(9).toString('base64url')}/${accountId}/${encodeURIComponent(roleName)}`;
    this.#served.set(path, { role, last: role.given });
    return path;
  }

  async #answer(path: string): Promise<ContainerCredentials | undefined> {
    const served = this.#served.get(path);
    if (!served) {
      return undefined;
    }
    const left = this.#left(served.last);
    const asking = served.role.ask();
    const given = left ? ((await within(PATIENCE_MS, asking)) ?? { value: left }).value : await asking;
    // The session may have ended meanwhile, and what there is now may be another person's.
    if (this.#served.get(path) !== served) {
      return undefined;
    }
    if (!given || !isSameRole(given.role, served.last.role)) {
      throw new AwsSsoError('ConsentDenied', l10n.t('This program’s access has expired. Start it again.'));
    }
    served.last = given;
    return containerCredentials(given.credentials, given.role.accountId);
  }

  /** What the caller has, if it has not expired, and nobody has signed out since. */
  #left(given: GivenCredentials): GivenCredentials | undefined {
    const left = this.#options.roles.left(given.role);
    return left?.accessKeyId === given.credentials.accessKeyId ? given : undefined;
  }
}
