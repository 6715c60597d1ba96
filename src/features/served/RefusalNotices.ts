import * as l10n from '@vscode/l10n';
import type { Question } from '../../helper/messages.ts';
import type { Ui } from '../ui/Ui.ts';

/** How many different roles a person hears of in one window: a program may ask for any number. */
const MAX_TOLD = 5;

export interface RefusalNoticesOptions {
  /** The profile of the AWS config file that asks for this role, where there is one. */
  readonly profileOf: (question: Question) => Promise<string | undefined>;
  readonly programOf: (pid: number) => Promise<string | undefined>;
  readonly ui: Pick<Ui, 'show'>;
}

/** Tells the person once, for each role that is not served, that a program has asked for it. */
export class RefusalNotices {
  readonly #options: RefusalNoticesOptions;
  readonly #told = new Set<string>();

  constructor(options: RefusalNoticesOptions) {
    this.#options = options;
  }

  async refused(question: Question): Promise<void> {
    const { session, accountId, roleName, parent } = question;
    const role = `${session}\n${accountId}\n${roleName}`;
    if (this.#told.has(role) || this.#told.size >= MAX_TOLD) {
      return;
    }
    this.#told.add(role);
    const { profileOf, programOf, ui } = this.#options;
    const [profile, program = l10n.t('A program')] = await Promise.all([
      profileOf(question).catch(() => undefined),
      programOf(parent).catch(() => undefined),
    ]);
    const text =
      profile === undefined
        ? l10n.t(
            '{0} asked for {1} in {2}, which isn’t served, and got nothing.',
            program,
            roleName,
            accountId,
          )
        : l10n.t(
            '{0} asked for {1} in {2} with the profile {3}, which isn’t served, and got nothing. To serve it, remove the profile and add it again.',
            ...[program, roleName, accountId, profile],
          );
    await ui.show({ severity: 'warning', text });
  }
}
