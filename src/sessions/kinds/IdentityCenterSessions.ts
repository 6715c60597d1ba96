import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { isOwnDomain, portalName } from '../../aws/endpoints/startUrl.ts';
import { AwsSsoError, isAwsSsoError } from '../../base/errors.ts';
import type { Log } from '../../base/Log.ts';
import { SessionSet, type SessionSetOptions } from '../engine/SessionSet.ts';
import {
  type IdentityCenter,
  type SessionConfig,
  sessionId,
  sessionLabel,
  type SignedInSession,
  type SignInTarget,
  type Tokens,
} from './identityCenter.ts';
import { IDENTITY_CENTER, refreshSession } from './identityCenterRules.ts';
import { RegionFailover } from './regions/RegionFailover.ts';
import { issuersOf, type SessionServices } from './SessionServices.ts';
import { atPortals } from './regions/atPortals.ts';
import { SharedSignIn, type SignInPrompt } from './SharedSignIn.ts';

const LOGOUT_TIMEOUT_MS = 5_000;

/** Asks another window to leave the sign-in that it does to this one. */
const HandOver = v.object({ kind: v.literal('handOver'), id: v.string() });

interface IdentityCenterSessionsOptions extends Omit<
  SessionSetOptions<IdentityCenter>,
  'rules' | 'expectIssuer' | 'refresh' | 'logout'
> {
  /** The services of a region, at the addresses in force; as `RegionFailover` wants them. */
  readonly services: (region: string, hasNext?: boolean) => Promise<SessionServices>;
}

/** The sessions of IAM Identity Center, with what only they have: names, scopes, and a sign-in that one window does for all. */
export class IdentityCenterSessions extends SessionSet<IdentityCenter> {
  readonly regions: RegionFailover;
  readonly #options: IdentityCenterSessionsOptions;
  readonly #signIn: SharedSignIn;

  constructor(options: IdentityCenterSessionsOptions) {
    const regions = new RegionFailover(options);
    super({
      ...options,
      rules: IDENTITY_CENTER,
      expectIssuer: (session) => regions.expectIssuer(session, 'issuer'),
      refresh: (session, signal) =>
        regions.run(session, {
          async run(there) {
            const renewed = await refreshSession(there.oidc, session, signal);
            return session.issuer === there.issuer ? renewed : { ...renewed, ...issuersOf(there) };
          },
          // What may have arrived may have used up the token.
          mayRepeat: ({ network }) => network?.maybeSent === false,
          isBelieved: (_, there, region) =>
            session.issuer === undefined ? region === session.region : there.issuer === session.issuer,
        }),
      logout: (session) => logout(session, regions, options.log),
    });
    this.regions = regions;
    this.#options = options;
    this.#signIn = new SharedSignIn({
      ...options,
      regions,
      records: this.records,
      add: (config, tokens, signal) => this.add(config, tokens, signal),
    });
  }

  /** The session of that id, signed in or not. @throws AwsSsoError `InvalidRequest` when there is none any more. */
  withId(id: string): SessionConfig {
    const found = this.known().find((config) => sessionId(config) === id);
    if (!found) {
      throw new AwsSsoError('InvalidRequest', l10n.t('This session no longer exists. Select another one.'));
    }
    return found;
  }

  /**
   * The session of that name: the configured one, where another was signed in to under the same name before; one that a workspace
   * suggests only where there is no other.
   *
   * @throws AwsSsoError `InvalidRequest` when there is none.
   */
  named(name: string): SessionConfig {
    const found = this.#named(name);
    if (found) {
      return found;
    }
    const names = this.known().map((session) => session.name);
    throw new AwsSsoError(
      'InvalidRequest',
      names.length === 0
        ? l10n.t('There’s no SSO session named “{0}”. Add it with “AWS SSO: Add SSO Session…”.', name)
        : l10n.t('There’s no SSO session named “{0}”. You have: {1}.', name, names.join(', ')),
    );
  }

  /** The signed-in sessions with all of the scopes; only the one of that name, where a name is given. */
  serving(name: string | undefined, scopes: readonly string[]): readonly SignedInSession[] {
    const named = name === undefined ? undefined : this.#named(name);
    const id = named && sessionId(named);
    return this.signedIn()
      .filter((session) => name === undefined || sessionId(session) === id)
      .filter((session) => scopes.every((scope) => session.registrationScopes.includes(scope)));
  }

  /**
   * Signs in and stores the session before anybody hears of it. What was signed in before stays until then.
   *
   * @throws AwsSsoError as `SharedSignIn.run` and `portalBehind`; nothing is changed then.
   */
  async signIn(config: SessionConfig, prompt: SignInPrompt, signal: AbortSignal): Promise<SignedInSession> {
    await this.load();
    return this.#signIn.run(await this.#target(config, signal), prompt, signal);
  }

  override async add(config: SessionConfig, tokens: Tokens, signal: AbortSignal): Promise<SignedInSession> {
    const known =
      tokens.issuer === undefined ? issuersOf(await this.#options.services(config.region)) : undefined;
    return super.add(config, { ...tokens, ...known }, signal);
  }

  /** Has the sign-in to the session handed over to this window by the one that does it. */
  async takeOver(id: string): Promise<void> {
    const message: v.InferOutput<typeof HandOver> = { kind: 'handOver', id };
    await this.#options.otherWindows.ask(message);
  }

  override answer(message: unknown): unknown {
    const handOver = v.safeParse(HandOver, message);
    if (!handOver.success) {
      return super.answer(message);
    }
    this.#signIn.handOver(handOver.output.id);
    return {};
  }

  /**
   * Asks where an own domain leads to, anew at each sign-in, because that is what such a domain is for. All that comes after the
   * sign-in does with what is stored. Never asked of AWS's own addresses.
   */
  async #target(config: SessionConfig, signal: AbortSignal): Promise<SignInTarget> {
    const target = IDENTITY_CENTER.configOf(config);
    const { startUrl, region } = target;
    if (!isOwnDomain(startUrl)) {
      return target;
    }
    const { portalBehind } = await this.#options.services(region);
    const found = await portalBehind(startUrl, signal);
    this.#options.log.info(`${startUrl} leads to ${found.startUrl}.`);
    const before = this.find(sessionId(target))?.portal;
    if (before !== undefined && portalName(before) !== portalName(found.startUrl)) {
      this.#options.log.warn(`${startUrl} led to another portal before: ${before}.`);
    }
    return { ...target, portal: found.startUrl, region: found.region ?? region };
  }

  #named(name: string): SessionConfig | undefined {
    const [first, ...others] = this.known().filter((session) => session.name === name);
    // A session that the person has signed in to comes before what a workspace suggests under its name.
    return [first, ...others].find((session) => !session?.isSuggested) ?? first;
  }
}

async function logout(session: SignedInSession, regions: RegionFailover, log: Log): Promise<void> {
  const label = sessionLabel(session);
  try {
    await regions.expectIssuer(session, 'portalIssuer');
    await regions.run(
      session,
      atPortals(session, (portal) =>
        portal.logout(session.accessToken, AbortSignal.timeout(LOGOUT_TIMEOUT_MS)),
      ),
    );
  } catch (error) {
    if (isAwsSsoError(error, 'NotSignedIn')) {
      log.info(`Signed out of ${label}, which had ended at the service already.`);
      return;
    }
    const reason = isAwsSsoError(error) ? (error.service?.name ?? error.message) : 'no answer in time';
    log.warn(`Signed out of ${label} here, but the service did not confirm it: ${reason}`);
  }
}
