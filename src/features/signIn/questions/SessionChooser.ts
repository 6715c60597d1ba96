import * as l10n from '@vscode/l10n';
import { shown } from '../../../base/shown.ts';
import { portalAddress } from '../../../aws/endpoints/startUrl.ts';
import { AwsSsoError } from '../../../base/errors.ts';
import type { Log } from '../../../base/Log.ts';
import type { IdentityCenterSessions } from '../../../sessions/kinds/IdentityCenterSessions.ts';
import { BUILDER_ID, isBuilderId } from '../../../sessions/kinds/builderId.ts';
import { type SessionConfig, sessionId } from '../../../sessions/kinds/identityCenter.ts';
import type { ConfiguredSessions } from '../../settings/ConfiguredSessions.ts';
import { cancelled } from '../../ui/cancellation.ts';
import type { PickItem, Ui } from '../../ui/Ui.ts';
import { askSession } from './askSession.ts';
import { openSessionsSetting } from './rememberSession.ts';

export interface SessionChooserOptions {
  readonly sessions: Pick<IdentityCenterSessions, 'load' | 'named' | 'known' | 'find'>;
  readonly configured: Pick<ConfiguredSessions, 'refresh' | 'problems' | 'isSuggested'>;
  /** The sessions that are being signed in to. */
  readonly running: () => readonly SessionConfig[];
  readonly ui: Ui;
  readonly log: Log;
}

export interface ChooseOptions {
  /** Whether it's for a role. AWS Builder ID, which has none, is no choice then, and where no session is known there's none. */
  readonly wantsRoles?: boolean;
  /** Told when the person has answered a question. */
  readonly onAsked?: () => void;
}

interface SessionItem extends PickItem {
  /** Absent for a session that isn't listed. */
  readonly config?: SessionConfig;
}

/** Which session to sign in to. */
export class SessionChooser {
  readonly #options: SessionChooserOptions;
  readonly #warned = new Set<string>();
  /** What was typed last, which need not be typed again after a sign-in that came to nothing. */
  #typed: SessionConfig | undefined;

  constructor(options: SessionChooserOptions) {
    this.#options = options;
  }

  /**
   * The session of that name; without a name, the one that the person chooses among those known, or describes anew.
   *
   * @throws AwsSsoError `InvalidRequest` when there is none of that name; `Cancelled`.
   */
  async choose(name?: string, { wantsRoles = false, onAsked }: ChooseOptions = {}): Promise<SessionConfig> {
    const { sessions, configured, ui } = this.#options;
    await sessions.load();
    if (name !== undefined) {
      return sessions.named(name);
    }
    await configured.refresh();
    const known = sessions.known().filter((one) => !wantsRoles || !isBuilderId(one));
    const [running, ...others] = this.#options.running();
    if (running && others.length === 0 && known.every((one) => sessionId(one) === sessionId(running))) {
      // There is nothing to choose: the person is looking for the code.
      return running;
    }
    this.#tellProblems(known.length > 0);
    const [only] = known;
    if (only && known.length === 1 && !sessions.find(sessionId(only))) {
      return only;
    }
    const typed = this.#typed;
    const isNew = typed && !known.some((one) => sessionId(one) === sessionId(typed));
    const listed = isNew ? [...known, typed] : known;
    const { config }: Pick<SessionItem, 'config'> =
      wantsRoles && listed.length === 0 ? {} : await this.#pick(listed, wantsRoles);
    const title = l10n.t('Sign in with SSO');
    const begin = isNew ? typed : undefined;
    const chosen = config ?? (this.#typed = await askSession(ui, { title, askName: false, known, begin }));
    onAsked?.();
    return chosen;
  }

  async #pick(known: readonly SessionConfig[], wantsRoles: boolean): Promise<SessionItem> {
    const hasSome = known.length > 0;
    const other = {
      label: hasSome ? l10n.t('$(add) Another portal…') : l10n.t('$(globe) Access portal…'),
      description: hasSome ? '' : l10n.t('Your organization’s access portal'),
    };
    const builderId = {
      label: l10n.t('$(account) AWS Builder ID'),
      description: l10n.t('Personal, no AWS accounts'),
      config: BUILDER_ID,
    };
    const answer = await this.#options.ui.pick<SessionItem>({
      title: l10n.t('Sign in with SSO'),
      canGoBack: false,
      placeholder: hasSome ? l10n.t('Select a session') : l10n.t('How do you sign in to AWS?'),
      items: [
        ...known.map((config) => this.#itemOf(config)),
        other,
        ...(wantsRoles || known.some(isBuilderId) ? [] : [builderId]),
      ],
    });
    if (typeof answer !== 'object') {
      throw cancelled();
    }
    return answer;
  }

  #itemOf(config: SessionConfig): SessionItem {
    const { sessions, configured, running } = this.#options;
    const id = sessionId(config);
    const address = portalAddress(config.startUrl);
    const description = running().some((one) => sessionId(one) === id)
      ? l10n.t('{0}, waiting for your approval', address)
      : sessions.find(id)
        ? l10n.t('{0}, signed in', address)
        : configured.isSuggested(config)
          ? l10n.t('{0}, suggested by this workspace', address)
          : shown(address);
    return { label: shown(config.name), description, config };
  }

  /** @throws AwsSsoError `InvalidRequest` where nothing but the problems is left. */
  #tellProblems(hasSome: boolean): void {
    const { configured, ui } = this.#options;
    const { settings, awsConfig, file } = configured.problems();
    if (!hasSome && settings.length > 0) {
      throw new AwsSsoError('InvalidRequest', settings.join(' '));
    }
    this.#warn(settings.join(' '), l10n.t('Open Settings'), () => openSessionsSetting(ui));
    const [first = '', ...rest] = awsConfig;
    const all = rest.length > 0 ? l10n.t('{0} {1} more in the log.', first, rest.length) : first;
    this.#warn(all, l10n.t('Open File'), () => ui.openFile(file));
  }

  /** Says what cannot be used, and does not say the same again. */
  #warn(problems: string, button: string, open: () => Promise<void>): void {
    if (problems === '' || this.#warned.has(problems)) {
      return;
    }
    this.#warned.add(problems);
    this.#options.log.warn(problems);
    void this.#options.ui.show({ severity: 'warning', text: problems, buttons: [button] }).then((pressed) => {
      if (pressed === button) {
        void open();
      }
    });
  }
}
