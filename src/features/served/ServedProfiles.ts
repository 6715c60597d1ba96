import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import { readConfigText } from '../../aws/config/addProfile.ts';
import { servedProfilesIn } from '../../aws/config/servedProfile.ts';
import { isAwsSsoError, messageOf } from '../../base/errors.ts';
import type { Log } from '../../base/Log.ts';
import type { Question } from '../../helper/messages.ts';
import type { IdentityCenterSessions } from '../../sessions/kinds/IdentityCenterSessions.ts';
import { sessionId } from '../../sessions/kinds/identityCenter.ts';
import type { SecretStore } from '../../sessions/store/SecretStore.ts';
import type { Lock } from '../../sessions/windows/Lock.ts';
import type { OtherWindows } from '../../sessions/windows/OtherWindows.ts';
import type { WindowKey } from '../../sessions/windows/WindowKey.ts';
import type { SignIn } from '../signIn/SignIn.ts';
import { ProblemNotices } from '../terminals/ProblemNotices.ts';
import type { Ui } from '../ui/Ui.ts';
import { CredentialAnswers, type CredentialAnswersOptions } from './CredentialAnswers.ts';
import { HelperServer } from './HelperServer.ts';
import { programName } from './programName.ts';
import { RefusalNotices } from './RefusalNotices.ts';
import { SERVED_FILE, SERVED_FOLDER } from './servedFolder.ts';
import { type ServedRole, ServedRoles } from './ServedRoles.ts';
import { helperPath, writeHelper } from './writeHelper.ts';

export interface ServedProfilesOptions {
  readonly globalStorage: string;
  /** The helper, as it ships. */
  readonly bundle: string;
  readonly executable: string;
  readonly awsConfigFile: string;
  readonly secrets: SecretStore;
  readonly key: Pick<WindowKey, 'get' | 'reread'>;
  readonly lock: Lock;
  readonly otherWindows: OtherWindows;
  readonly sessions: Pick<IdentityCenterSessions, 'load' | 'known'>;
  readonly credentials: CredentialAnswersOptions['credentials'];
  readonly signIn: Pick<SignIn, 'run'>;
  readonly ui: Pick<Ui, 'show'>;
  /** Told when other profiles are served than before. */
  readonly onChange: (roles: readonly ServedRole[]) => void;
  readonly log: Log;
}

/** By which a window tells the others which revision of the list there is. */
const Message = v.object({ kind: v.literal('servedRoles'), revision: v.number() });
const Reply = v.object({ revision: v.number() });

/** The profiles that get their credentials from the windows of this editor. */
export class ServedProfiles {
  /** What the profiles run. */
  readonly helper: string;
  readonly #options: ServedProfilesOptions;
  readonly #folder: string;
  readonly #roles: ServedRoles;
  readonly #answers: CredentialAnswers;
  readonly #server: HelperServer;
  readonly #notices = new ProblemNotices((role, problem) => void this.#tell(role, problem));

  constructor(options: ServedProfilesOptions) {
    const { globalStorage, sessions, credentials, ui, log } = options;
    this.#options = options;
    this.#folder = path.join(globalStorage, SERVED_FOLDER);
    this.helper = helperPath(this.#folder);
    this.#roles = new ServedRoles({
      ...options,
      directory: this.#folder,
      tellOthers: (revision) => this.#tellOthers(revision),
    });
    const refusals = new RefusalNotices({
      profileOf: (question) => this.#profileOf(question),
      programOf: programName,
      ui,
    });
    this.#answers = new CredentialAnswers({
      served: () => this.all(),
      sessions,
      credentials,
      onAnswer: (role, problem) => this.#notices.answered(role, problem),
      onRefused: (question) => void refusals.refused(question),
    });
    this.#server = new HelperServer({
      directory: this.#folder,
      answer: (question, signal) => this.#answers.answer(question, signal),
      log,
    });
  }

  /** Listens and brings the helper up to date, where anything is served. Does not reject. */
  async start(): Promise<void> {
    if (existsSync(path.join(this.#folder, SERVED_FILE))) {
      await Promise.all([this.#server.listen(), this.#keepHelper(), this.#changed()]);
    }
  }

  all(): Promise<readonly ServedRole[]> {
    return this.#roles.all();
  }

  /**
   * Gives the credentials of these roles to whoever asks for them from now on, here and in all windows.
   *
   * @throws as `writeHelper` and `ServedRoles.add`.
   */
  async serve(roles: readonly ServedRole[]): Promise<void> {
    await this.#writeHelper();
    await this.#server.listen();
    await this.#roles.add(roles);
    await this.#changed();
  }

  /** Gives them to nobody any more. @throws as `ServedRoles.remove`. */
  async stop(roles: readonly ServedRole[]): Promise<void> {
    await this.#roles.remove(roles);
    await this.#changed();
  }

  /** Takes a message of another window; undefined where it isn't about this. */
  answer(message: unknown): unknown {
    const read = v.safeParse(Message, message);
    if (!read.success) {
      return undefined;
    }
    const revision = this.#roles.heard(read.output.revision);
    void this.start();
    return { revision };
  }

  /** The sessions have changed. */
  update(added: readonly { readonly name: string; readonly startUrl: string }[]): void {
    added.forEach((session) => this.#notices.signedIn(sessionId(session)));
    this.#answers.update();
  }

  dispose(): void {
    this.#server.dispose();
  }

  async #tellOthers(revision: number): Promise<number> {
    const answers = await this.#options.otherWindows.ask({ kind: 'servedRoles', revision });
    const known = answers.map((answer) => v.safeParse(Reply, answer));
    return Math.max(revision, ...known.map((reply) => (reply.success ? reply.output.revision : 0)));
  }

  async #changed(): Promise<void> {
    this.#options.onChange(await this.all());
  }

  async #keepHelper(): Promise<void> {
    await this.#writeHelper().catch((error: unknown) =>
      this.#options.log.warn(`The helper of served profiles isn’t up to date: ${messageOf(error)}`),
    );
  }

  #writeHelper(): Promise<void> {
    const { bundle, executable } = this.#options;
    return writeHelper({ directory: this.#folder, bundle, executable });
  }

  async #profileOf({ session, accountId, roleName }: Question): Promise<string | undefined> {
    const file = readConfigText(await readFile(this.#options.awsConfigFile, 'utf8'));
    return servedProfilesIn(file, this.helper).find(
      (one) => one.session === session && one.accountId === accountId && one.roleName === roleName,
    )?.profile;
  }

  /** Not every tool shows why it was given no credentials, so VS Code does. */
  async #tell(
    {
      session,
      accountId,
      accountName,
      roleName,
    }: Pick<ServedRole, 'session' | 'accountId' | 'accountName' | 'roleName'>,
    problem: unknown,
  ): Promise<void> {
    const { sessions, signIn, ui } = this.#options;
    const config = sessions.known().find((known) => sessionId(known) === session);
    const signInNow = l10n.t('Sign In');
    const canSignIn = config !== undefined && isAwsSsoError(problem, 'NotSignedIn');
    const text = l10n.t(
      'A program couldn’t get credentials for {0} in {1}. {2}',
      ...[roleName, accountName ?? accountId, messageOf(problem)],
    );
    const pressed = await ui.show({ severity: 'warning', text, buttons: canSignIn ? [signInNow] : [] });
    if (pressed === signInNow && config) {
      // How it ends is shown by the sign-in itself.
      await signIn.run(config).catch(() => undefined);
    }
  }
}
