import * as l10n from '@vscode/l10n';
import { AwsSsoError, isAwsSsoError, isPassing } from '../../base/errors.ts';
import { NEVER } from '../../base/never.ts';
import { timeLeft } from '../../base/timeLeft.ts';
import type { RoleChain } from '../../aws/config/roleChains.ts';
import type { RoleCredentials } from '../../aws/services/SsoPortal.ts';
import { type ChainedRoles, profileGone } from './ChainedRoles.ts';
import type { AtPortal } from './portalAccess.ts';

/** As in the AWS SDKs: credentials that end sooner are not given to anybody, if there are others to be had. */
const EXPIRY_MARGIN_MS = 5 * 60_000;

/** A role in an account, as one session opens it. */
export interface SessionRole {
  /** The session's id. */
  readonly session: string;
  /** Twelve digits. */
  readonly accountId: string;
  readonly roleName: string;
  /** The profile of the AWS files that leads to it. Without one, it is the role that is assigned. */
  readonly profile?: string | undefined;
}

/**
 * Short-term credentials for roles (API operation GetRoleCredentials, and AssumeRole for those that a profile leads to): in memory
 * only, one request for all callers.
 */
export class RoleCredentialsCache {
  readonly #atPortal: AtPortal;
  readonly #chained: Pick<ChainedRoles, 'find' | 'assume'> | undefined;
  readonly #cached = new Map<string, RoleCredentials>();
  readonly #running = new Map<string, Promise<RoleCredentials>>();
  readonly #receivedAt = new WeakMap<RoleCredentials, number>();
  readonly #forgotten = new WeakSet<Promise<RoleCredentials>>();

  /** The chains that lead to roles which are not assigned, by the keys of those. */
  readonly #ways = new Map<string, RoleChain>();

  constructor(atPortal: AtPortal, chained?: Pick<ChainedRoles, 'find' | 'assume'>) {
    this.#atPortal = atPortal;
    this.#chained = chained;
  }

  /** The cached credentials, if they are good for a while. Asks nobody. */
  cached(role: SessionRole, goodForMs = EXPIRY_MARGIN_MS): RoleCredentials | undefined {
    const credentials = this.#kept(role);
    if (!credentials) {
      return undefined;
    }
    // New ones would hardly be better than those that live for a short time anyway.
    const third = (credentials.expiration - (this.#receivedAt.get(credentials) ?? 0)) / 3;
    const margin = Math.max(EXPIRY_MARGIN_MS, Math.min(goodForMs, third));
    return this.#timeLeft(credentials) > margin ? credentials : undefined;
  }

  /** The cached credentials, if they have not expired yet. Asks nobody. */
  left(role: SessionRole): RoleCredentials | undefined {
    const credentials = this.#kept(role);
    return credentials && this.#timeLeft(credentials) > 0 ? credentials : undefined;
  }

  #timeLeft(credentials: RoleCredentials): number {
    return timeLeft(credentials, this.#receivedAt.get(credentials) ?? 0, credentials.expiration);
  }

  /** The chain by which the credentials of a role came that is not assigned. */
  wayTo(role: SessionRole): RoleChain | undefined {
    return this.#ways.get(keyOf(role));
  }

  /**
   * RoleCredentials that are good for a while. When no new ones can be had at the moment, those that are good still. A role that
   * is not assigned is looked for in the AWS files: a profile may lead to it.
   *
   * @param goodForMs how long at least, where they live long enough.
   * @throws AwsSsoError `RoleNotAssigned`, naming account and role; `NotSignedIn` when the session has ended;
   * `Network`, `Throttled`, `Service`; as `ChainedRoles.assume`.
   */
  async get(role: SessionRole, goodForMs = EXPIRY_MARGIN_MS): Promise<RoleCredentials> {
    const cached = this.cached(role, goodForMs);
    if (cached) {
      return cached;
    }
    try {
      const credentials = await this.#get(role, goodForMs);
      if (this.#cached.has(keyOf(role))) {
        this.#ways.delete(keyOf(role));
      }
      return credentials;
    } catch (error) {
      const chain =
        role.profile === undefined && isAwsSsoError(error, 'RoleNotAssigned')
          ? await this.#chained?.find(role)
          : undefined;
      if (!chain) {
        throw error;
      }
      this.#ways.set(keyOf(role), chain);
      return this.#get({ ...role, profile: chain.profile }, goodForMs);
    }
  }

  async #get(role: SessionRole, goodForMs = EXPIRY_MARGIN_MS): Promise<RoleCredentials> {
    const cached = this.cached(role, goodForMs);
    if (cached) {
      return cached;
    }
    const key = keyOf(role);
    let running = this.#running.get(key);
    if (!running) {
      running = this.#fetch(role);
      this.#running.set(key, running);
      this.#keep(key, running);
    }
    try {
      const credentials = await running;
      if (this.#forgotten.has(running)) {
        throw new AwsSsoError(
          'NotSignedIn',
          l10n.t('The session was signed out in the meantime. Sign in again.'),
        );
      }
      return credentials;
    } catch (error) {
      const left = this.left(role);
      if (left && isPassing(error)) {
        return left;
      }
      throw error;
    }
  }

  #kept(role: SessionRole): RoleCredentials | undefined {
    const key = keyOf(role);
    const chain = this.#ways.get(key);
    return this.#cached.get(key) ?? (chain && this.#cached.get(keyOf({ ...role, profile: chain.profile })));
  }

  /** Forgets those of all sessions but these. */
  keepOnly(sessions: ReadonlySet<string>): void {
    for (const key of [...this.#cached.keys(), ...this.#running.keys(), ...this.#ways.keys()]) {
      if (!sessions.has(sessionOf(key))) {
        this.#forget(key);
      }
    }
  }

  forget(role: SessionRole): void {
    const chain = this.#ways.get(keyOf(role));
    this.#forget(keyOf(role));
    if (chain) {
      this.#forget(keyOf({ ...role, profile: chain.profile }));
    }
  }

  #forget(key: string): void {
    const running = this.#running.get(key);
    if (running) {
      // Whose answer, when it comes, is nobody's any more.
      this.#forgotten.add(running);
    }
    this.#running.delete(key);
    this.#cached.delete(key);
    this.#ways.delete(key);
  }

  /** Keeps what the request brings, unless it has been forgotten. */
  #keep(key: string, running: Promise<RoleCredentials>): void {
    const isStill = (): boolean => this.#running.get(key) === running;
    running.then(
      (credentials) => {
        if (isStill()) {
          this.#running.delete(key);
          this.#cached.set(key, credentials);
          this.#receivedAt.set(credentials, Date.now());
        }
      },
      () => {
        if (isStill()) {
          this.#running.delete(key);
        }
      },
    );
  }

  async #fetch(role: SessionRole): Promise<RoleCredentials> {
    const { session, accountId, roleName, profile } = role;
    if (profile !== undefined) {
      return this.#assume(role);
    }
    try {
      return await this.#atPortal(session, (portal, accessToken) =>
        portal.getRoleCredentials(accessToken, { accountId, roleName }, NEVER),
      );
    } catch (error) {
      throw isAwsSsoError(error, 'RoleNotAssigned') ? notAssigned(role, error) : error;
    }
  }

  async #assume(role: SessionRole): Promise<RoleCredentials> {
    const chain = await this.#chained?.find(role);
    if (!chain || !this.#chained) {
      return profileGone(role);
    }
    const { accountId, roleName } = chain.base;
    const base = { session: role.session, accountId, roleName };
    const credentials = await this.#get(base);
    try {
      return await this.#chained.assume(chain, credentials);
    } catch (error) {
      if (!isAwsSsoError(error, 'Expired')) {
        throw error;
      }
    }
    // They have been revoked, or were older than it seemed.
    if (this.#cached.get(keyOf(base)) === credentials) {
      this.#forget(keyOf(base));
    }
    return this.#chained.assume(chain, await this.#get(base));
  }
}

function keyOf({ session, accountId, roleName, profile }: SessionRole): string {
  return `${session} ${accountId} ${roleName}${profile === undefined ? '' : ` ${profile}`}`;
}

function sessionOf(key: string): string {
  return key.split(' ')[0] ?? '';
}

function notAssigned({ accountId, roleName }: SessionRole, { service }: AwsSsoError): AwsSsoError {
  return new AwsSsoError(
    'RoleNotAssigned',
    l10n.t('You don’t have the role {0} in {1}. Ask your administrator to assign it.', roleName, accountId),
    service ? { service } : {},
  );
}
