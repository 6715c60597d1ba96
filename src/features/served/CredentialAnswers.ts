import * as l10n from '@vscode/l10n';
import { processCredentials } from '../../aws/credentials/processCredentials.ts';
import type { RoleCredentials } from '../../aws/services/SsoPortal.ts';
import { AwsSsoError, isAwsSsoError, isPassing, messageOf } from '../../base/errors.ts';
import { sleep } from '../../base/sleep.ts';
import { within } from '../../base/within.ts';
import type { Answer, Question } from '../../helper/messages.ts';
import type { SessionRole } from '../../sessions/portal/RoleCredentialsCache.ts';
import type { ServedRole } from './ServedRoles.ts';

/** How long a tool waits for AWS, in milliseconds: the helper ends after two seconds. */
const PATIENCE_MS = 1_600;

/** With less time left, clients by botocore ask again for each request, which starts the helper each time. */
const GOOD_FOR_MS = 16 * 60_000;

/** How long after a failure somebody who waits asks again, unless a sign-in comes first, in milliseconds. */
const AGAIN_MS = 2_000;

export interface CredentialAnswersOptions {
  /** The roles that are served at this moment. */
  readonly served: () => Promise<readonly ServedRole[]>;
  readonly sessions: { load(): Promise<void> };
  readonly credentials: {
    get(role: SessionRole, goodForMs: number): Promise<RoleCredentials>;
    left(role: SessionRole): RoleCredentials | undefined;
  };
  /** Told how each request for a served role ended; with what was thrown, if anything. */
  readonly onAnswer: (role: ServedRole, problem?: unknown) => void;
  /** Told of each request for another role. */
  readonly onRefused: (question: Question) => void;
}

/** Decides what a tool gets that asks for a role. */
export class CredentialAnswers {
  readonly #options: CredentialAnswersOptions;
  #changed = new AbortController();

  constructor(options: CredentialAnswersOptions) {
    this.#options = options;
  }

  /** The sessions have changed: whoever waits for a sign-in may get what they want. */
  update(): void {
    this.#changed.abort();
    this.#changed = new AbortController();
  }

  /** Does not reject. */
  async answer(question: Question, signal: AbortSignal): Promise<Answer> {
    for (;;) {
      const { signal: changed } = this.#changed;
      const { isPassing: mayPass, ...answer } = await this.#answer(question);
      if (answer.output !== undefined || !question.isWaiting || !mayPass || signal.aborted) {
        return answer;
      }
      await sleep(AGAIN_MS, AbortSignal.any([signal, changed])).catch(() => undefined);
    }
  }

  async #answer(question: Question): Promise<Answer & { readonly isPassing: boolean }> {
    const { served, onAnswer, onRefused } = this.#options;
    const role = (await served()).find((one) => isAskedFor(one, question));
    if (!role) {
      onRefused(question);
      const { roleName, accountId } = question;
      const failure = l10n.t(
        'VS Code doesn’t serve {0} in {1}. Add its profile with “AWS SSO: Add Profile to AWS Config…”.',
        ...[roleName, accountId],
      );
      return { failure, isPassing: false };
    }
    try {
      const credentials = await this.#credentials(role, question.isWaiting);
      onAnswer(role);
      // Taken back while AWS was asked.
      if (!(await served()).some((one) => isAskedFor(one, question))) {
        return await this.#answer(question);
      }
      return { output: JSON.stringify(processCredentials(credentials, role.accountId)), isPassing: true };
    } catch (error) {
      onAnswer(role, error);
      const mayPass = isPassing(error) || isAwsSsoError(error, 'NotSignedIn');
      return { failure: sentenceAbout(role, error), isPassing: mayPass };
    }
  }

  async #credentials(served: ServedRole, isWaiting: boolean): Promise<RoleCredentials> {
    const { sessions, credentials } = this.#options;
    const { session, accountId, roleName } = served;
    // Without its profile, which the cache would take for one that leads to another role.
    const role = { session, accountId, roleName };
    const getting = sessions.load().then(() => credentials.get(role, GOOD_FOR_MS));
    if (isWaiting) {
      return getting;
    }
    const got = (await within(PATIENCE_MS, getting))?.value ?? credentials.left(role);
    if (!got) {
      throw new AwsSsoError(
        'Network',
        l10n.t('AWS hasn’t answered yet. Try again in a moment, or add {0} to the profile.', '--wait'),
      );
    }
    return got;
  }
}

function isAskedFor(role: ServedRole, { session, accountId, roleName }: Question): boolean {
  return role.calledSession === session && role.accountId === accountId && role.roleName === roleName;
}

function sentenceAbout(role: ServedRole, error: unknown): string {
  return isAwsSsoError(error, 'NotSignedIn')
    ? l10n.t('You’re not signed in to {0}. Sign in to it in VS Code.', role.sessionName)
    : messageOf(error);
}
