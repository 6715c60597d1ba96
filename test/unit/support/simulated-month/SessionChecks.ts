import { isAwsSsoError } from '../../../../src/base/errors.ts';
import type { Change } from '../../../../src/sessions/engine/change.ts';
import type { EndReason, SignedInSession } from '../../../../src/sessions/kinds/identityCenter.ts';
import { IDENTITY_CENTER } from '../../../../src/sessions/kinds/identityCenterRules.ts';
import { CORP } from '../openSessions.ts';
import { CACHE_KEY, ID, type MonthState, type MonthWindow } from './MonthState.ts';
import { DAY, MINUTE, SECOND } from './times.ts';

/** Looks at what the windows know and tell: that they are of one mind, and end a session only where they must. */
export class SessionChecks {
  readonly #month: MonthState;

  constructor(month: MonthState) {
    this.#month = month;
  }

  /** Between two timers nothing is under way between the windows: they must be of one mind. */
  look(): void {
    const minds = this.#month.windows
      .filter(({ isReady }) => isReady)
      .map(({ name, sessions }) => ({ name, session: sessions.find(ID) }));
    const [first, ...others] = minds;
    for (const other of others) {
      const tokens = [first, other].map((mind) => mind?.session?.accessToken ?? 'none');
      this.#month.expect(
        tokens[0] === tokens[1],
        `${first?.name} has ${tokens[0]}, ${other.name} has ${tokens[1]}`,
      );
    }
    this.#month.lastKnown = first?.session ?? this.#month.lastKnown;
    for (const request of this.#month.unannounced) {
      const isLate = this.#month.time.now > Math.max(request.end ?? 0, this.#month.lastWake) + 15 * SECOND;
      const window = request.client as MonthWindow;
      const isKnown =
        this.#month.orderOf(first?.session) >= (this.#month.order.get(request.issued ?? '') ?? 0);
      if (window.isKilled || this.#month.state !== 'signed in' || isKnown) {
        this.#month.unannounced.delete(request);
      } else {
        this.#month.expect(!isLate, `${request.issued} came, and ${window.name} has not made use of it`);
      }
    }
    this.#month.check(true, '');
  }

  changed(window: MonthWindow, { added, changed, removed }: Change<SignedInSession>): void {
    if (window.isKilled) {
      return;
    }
    for (const { accessToken } of [...added, ...changed]) {
      const isNew = !window.announced.has(accessToken);
      this.#month.expect(isNew || added.length > 0, `${window.name} tells twice of ${accessToken}`);
      this.#month.tell(`${window.name} has ${accessToken}`);
      window.announced.add(accessToken);
      const isExpected = this.#month.state === 'signed in' || this.#month.state === 'signing out';
      this.#month.expect(isExpected, `${window.name} is signed in while it is ${this.#month.state}`);
    }
    if (removed.length > 0 && this.#month.state === 'signed in') {
      this.#month.expect(
        window.sessions.endedUntold().length > 0,
        `${window.name} is signed out without an end`,
      );
    }
  }

  hearOfEnd(window: MonthWindow): void {
    if (window.isKilled) {
      return;
    }
    for (const { ended } of window.sessions.endedUntold()) {
      if (!this.#month.isEndHeard) {
        this.#month.isEndHeard = true;
        this.#month.tellings = 0;
        this.#month.ends++;
        this.#month.tell(`${window.name} says that the session has ended: ${ended}`);
        this.#month.expect(this.#mayEnd(ended), `The session has ended (${ended}), and need not have`);
        if (this.#month.broken === 'a race with the AWS CLI') {
          // What the other one got is still in its file, and would be taken over.
          void this.#month.cache.deleteToken(CORP.name);
        }
        this.#month.state = this.#month.state === 'signed in' ? 'ended' : this.#month.state;
      }
    }
    void window.sessions.claimTelling(ID).then((isClaimed) => {
      this.#month.tellings += isClaimed ? 1 : 0;
    });
  }

  #mayEnd(reason: EndReason): boolean {
    const isPlain = reason === 'sessionOver' || reason === 'revoked';
    if (this.#month.grant && this.#month.aws.isOver(this.#month.grant)) {
      return isPlain || (reason === 'answerLost' && this.#month.isAnswerMissing);
    }
    if (reason === 'refused') {
      // The portal has refused two tokens in a row, and the second seemed good by the clock alone: the AWS CLI got it
      // before that was set back, or the machine slept while it was on its way.
      const isRefused = this.#month.refused.has(this.#month.lastKnown?.accessToken ?? '');
      const isStale =
        this.#month.options.isShared && this.#month.lastClockChange > this.#month.time.now - DAY;
      return isRefused && (isStale || this.#month.lastWake > this.#month.time.now - MINUTE);
    }
    const there = this.#month.cache.tokenOf(CACHE_KEY);
    if (this.#month.broken === 'a race with the AWS CLI' && there && there.expiresAt > Date.now()) {
      // Its winner has left the newer token where it can be found.
      const isLater = there.expiresAt > (this.#month.lastKnown?.expiresAt ?? 0) + SECOND;
      return !(
        isLater &&
        (this.#month.order.get(there.accessToken) ?? 0) > this.#month.orderOf(this.#month.lastKnown)
      );
    }
    if (this.#month.broken === 'a lost answer') {
      const { accessToken = '', expiresAt = 0 } = this.#month.lastKnown ?? {};
      return reason === 'answerLost' && (expiresAt <= Date.now() || this.#month.refused.has(accessToken));
    }
    return this.#month.broken !== undefined && (isPlain || reason === 'answerLost');
  }
}

const REASONS: readonly EndReason[] = [
  ...(['sessionOver', 'revoked', 'registrationExpired', 'refused', 'answerLost'] as const),
  ...(['signedOut', 'signedOutByAwsCli'] as const),
];

/** Whether it says that the session has ended, and why. */
export function isEnd(error: unknown): boolean {
  if (!isAwsSsoError(error, 'NotSignedIn')) {
    return false;
  }
  return REASONS.some((reason) => error.message.includes(IDENTITY_CENTER.sentences.reason(reason)));
}
