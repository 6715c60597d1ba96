import * as l10n from '@vscode/l10n';
import { portalAddress } from '../../aws/endpoints/startUrl.ts';
import { AwsSsoError, isAwsSsoError, messageOf } from '../../base/errors.ts';
import type { Log } from '../../base/Log.ts';
import { isBuilderId, noRolesOfBuilderId } from '../../sessions/kinds/builderId.ts';
import { type SessionConfig, sessionId } from '../../sessions/kinds/identityCenter.ts';
import type { IdentityCenterSessions } from '../../sessions/kinds/IdentityCenterSessions.ts';
import { ACCOUNT_ACCESS_SCOPE, withScopes } from '../../sessions/kinds/scopes.ts';
import { showFailure } from '../commands/showFailure.ts';
import type { RoleArgument } from '../roles/roleArgument.ts';
import type { SignIn } from '../signIn/SignIn.ts';
import { nameAfterPortal } from '../signIn/questions/askSession.ts';
import type { Ui } from '../ui/Ui.ts';
import { confirmLink } from './confirmLink.ts';
import { type Link, type LinkUri, readLink, type RoleLink, type SignInLink } from './readLink.ts';

/** How long no link is followed after one that was told about or declined, and how much longer after each further one. */
const PAUSE_MS = 5_000;
const PAUSE_FACTOR = 6;
const LONGEST_PAUSE_MS = 60 * 60_000;

export interface LinkOptions {
  readonly sessions: Pick<IdentityCenterSessions, 'load' | 'known' | 'named' | 'find' | 'serving'>;
  readonly signIn: Pick<SignIn, 'run' | 'choose'>;
  /** Has terminals use a role that somebody proposes, once the person agrees. */
  readonly useRole: (wanted: RoleArgument) => Promise<unknown>;
  readonly diagnose: () => Promise<void>;
  readonly ui: Pick<Ui, 'show' | 'run'>;
  readonly log: Log;
}

/**
 * Follows links that open VS Code, one at a time. Each is a proposal of a stranger: nothing is contacted before the person
 * agrees, and a page that opens link after link can't ask in a loop.
 */
export class Links {
  readonly #options: LinkOptions;
  #isFollowing = false;
  /** How often the person has declined since they last agreed. */
  #declined = 0;
  #pausedAt = 0;
  #pauseMs = 0;
  #dropped = 0;

  constructor(options: LinkOptions) {
    this.#options = options;
  }

  /** Does not reject. */
  async open(uri: LinkUri): Promise<void> {
    const { ui, log } = this.#options;
    if (this.#isFollowing || this.#isPausing) {
      this.#dropped++;
      return;
    }
    if (this.#dropped > 0) {
      log.warn(`${this.#dropped} links were left out, since they came while another one was asked about.`);
      this.#dropped = 0;
    }
    this.#isFollowing = true;
    let link: Link | undefined;
    try {
      link = readLink(uri);
      await this.#follow(link);
      this.#declined = 0;
    } catch (error) {
      if (isAwsSsoError(error, 'Cancelled')) {
        this.#pause(PAUSE_MS * PAUSE_FACTOR ** this.#declined++);
      } else {
        this.#pause();
        log.error(`A link: ${messageOf(error)}`);
        // The settings are where to mend what a link names, but not the link itself.
        void (link
          ? showFailure(error, this.#options)
          : ui.show({ severity: 'error', text: messageOf(error) }));
      }
    } finally {
      this.#isFollowing = false;
    }
  }

  /** @throws AwsSsoError as `sessionFor`, `confirmLink`, `SignIn.choose` and `useRole`. */
  async #follow(link: Link): Promise<void> {
    await this.#options.sessions.load();
    await (link.kind === 'signIn' ? this.#signIn(link) : this.#useRole(link));
  }

  async #signIn(link: SignInLink): Promise<void> {
    const { sessions, signIn, ui } = this.#options;
    const config = sessionFor(link, sessions.known());
    if (sessions.find(sessionId(config))) {
      this.#pause();
      void ui.show({
        severity: 'information',
        text: l10n.t('You’re already signed in to {0}.', config.name),
      });
      return;
    }
    await confirmLink(ui, config);
    // How it ends is shown by the sign-in itself, and the next link may come before.
    void signIn.run(config).catch(() => undefined);
  }

  async #useRole({ accountId, roleName, session }: RoleLink): Promise<void> {
    const { sessions, signIn, useRole, ui } = this.#options;
    if (session !== undefined) {
      // Says which there are, when there is none of that name.
      sessions.named(session);
    }
    const serving = sessions.serving(session, [ACCOUNT_ACCESS_SCOPE]).filter((one) => !isBuilderId(one));
    if (serving.length === 0) {
      const config = await signIn.choose(session);
      if (isBuilderId(config)) {
        throw noRolesOfBuilderId();
      }
      await confirmLink(ui, config, { accountId, roleName });
      // How it ends is shown by the sign-in itself.
      const signedIn = await signIn.run(withScopes(config, [ACCOUNT_ACCESS_SCOPE])).catch(() => undefined);
      if (!signedIn) {
        return;
      }
    }
    await useRole({ session, accountId, roleName, isOurs: false });
  }

  get #isPausing(): boolean {
    const age = Date.now() - this.#pausedAt;
    // The clock may have been set back.
    return age >= 0 && age < this.#pauseMs;
  }

  #pause(ms = PAUSE_MS): void {
    this.#pausedAt = Date.now();
    this.#pauseMs = Math.min(ms, LONGEST_PAUSE_MS);
  }
}

/**
 * The session that a link leads to: the person's own where they have one of that portal, as they have set it up.
 *
 * @throws AwsSsoError `InvalidRequest` where its name is another portal's.
 */
function sessionFor(
  { startUrl, region, session }: SignInLink,
  known: readonly SessionConfig[],
): SessionConfig {
  const ofPortal = known.filter((config) => config.startUrl === startUrl);
  const own = ofPortal.find(({ name }) => name === session) ?? ofPortal[0];
  if (own) {
    return own;
  }
  const other = known.find(({ name }) => name === session);
  if (other) {
    throw new AwsSsoError(
      'InvalidRequest',
      l10n.t(
        'This link names the session “{0}”, but yours of that name belongs to another portal: {1}. Ask for a link with another name.',
        other.name,
        portalAddress(other.startUrl),
      ),
    );
  }
  const name = session ?? nameAfterPortal(startUrl, known);
  return { name, startUrl, region, registrationScopes: [ACCOUNT_ACCESS_SCOPE] };
}
