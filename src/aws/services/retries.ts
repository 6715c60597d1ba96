import { isAwsSsoError, type AwsSsoError } from '../../base/errors.ts';
import { sleep } from '../../base/sleep.ts';

/**
 * When a request may be sent a second time.
 *
 * - `safe`: repeating it changes nothing, or leaves behind only something that lapses by itself. After every failure
 *   that may pass.
 * - `patient`: as `safe`; and that the service asks for fewer requests is waited out, because it only says that others ask
 *   as well: another window, another tool.
 * - `unsent`: it uses up a code or a refresh token. Only when the first cannot have reached the service, or the
 *   service refused it unread.
 * - `never`: whoever calls it repeats it by rules of its own.
 */
type Repeatable = 'safe' | 'patient' | 'unsent' | 'never';

/** The one place that says so, for each operation. */
export const REPEATABLE = {
  RegisterClient: 'safe',
  StartDeviceAuthorization: 'safe',
  'CreateToken device_code': 'never',
  'CreateToken refresh_token': 'unsent',
  'CreateToken authorization_code': 'unsent',
  ListAccounts: 'patient',
  ListAccountRoles: 'patient',
  GetRoleCredentials: 'safe',
  AssumeRole: 'safe',
  getSigninToken: 'safe',
  Logout: 'safe',
  'CreateOAuth2Token refresh_token': 'unsent',
  'CreateOAuth2Token authorization_code': 'unsent',
} as const satisfies Record<string, Repeatable>;

export type Operation = keyof typeof REPEATABLE;

const MAX_ATTEMPTS = 3;
/** About a minute, with the backoff below. */
const MAX_PATIENT_ATTEMPTS = 10;
const BASE_MS = 50;
const THROTTLED_BASE_MS = 1_000;
const MAX_BACKOFF_MS = 20_000;
/** Longer than this nobody waits for one request: the caller had better hear of it. */
const MAX_RETRY_AFTER_MS = 30_000;

/** What all requests of this editor may spend on repetitions, so that a service in trouble is not given more of it. */
const BUDGET = 100;
const COST = 5;
const REFUND = 1;

export class Retries {
  #budget = BUDGET;
  readonly #random: () => number;
  readonly #maxAttempts: number;

  /** @param random for the jitter, between 0 and 1. */
  constructor(random: () => number = Math.random, maxAttempts = MAX_ATTEMPTS) {
    this.#random = random;
    this.#maxAttempts = maxAttempts;
  }

  /**
   * Does the operation, and repeats it where that is allowed and promising, with jittered exponential backoff and
   * never earlier than the service asks.
   *
   * @throws the last attempt's error, also when time is up before the next; the signal's reason when aborted otherwise.
   */
  async run<Result>(
    operation: Operation,
    attempt: () => Promise<Result>,
    signal: AbortSignal,
  ): Promise<Result> {
    let cost = 0;
    for (let attempts = 1; ; attempts++) {
      try {
        const result = await attempt();
        // What a repetition cost comes back when it was worth it.
        this.#budget = Math.min(BUDGET, this.#budget + REFUND + cost);
        return result;
      } catch (error) {
        const isPatient = REPEATABLE[operation] === 'patient' && isAwsSsoError(error, 'Throttled');
        const wait = this.#waitBefore(operation, error, attempts, isPatient);
        if (wait === undefined) {
          throw error;
        }
        cost += isPatient ? 0 : COST;
        this.#budget -= isPatient ? 0 : COST;
        await sleep(wait, signal).catch((reason: unknown) => {
          // Time is up: what has been answered says more than that nothing has.
          throw isTimeout(reason) ? error : reason;
        });
      }
    }
  }

  /** Milliseconds to wait before the next attempt, or undefined when there is to be none. */
  #waitBefore(
    operation: Operation,
    error: unknown,
    attempts: number,
    isPatient: boolean,
  ): number | undefined {
    if (!isAwsSsoError(error) || !isRepeatable(operation, error)) {
      return undefined;
    }
    const asked = error.service?.retryAfter ?? 0;
    // The pace of the requests is kept elsewhere, so being patient spends nothing of the budget.
    const isSpent = isPatient
      ? attempts >= MAX_PATIENT_ATTEMPTS
      : attempts >= this.#maxAttempts || this.#budget < COST;
    if (isSpent || asked > MAX_RETRY_AFTER_MS) {
      return undefined;
    }
    const base = error.code === 'Throttled' ? THROTTLED_BASE_MS : BASE_MS;
    return asked + this.#random() * Math.min(MAX_BACKOFF_MS, base * 2 ** (attempts - 1));
  }
}

function isTimeout(reason: unknown): boolean {
  return reason instanceof Error && reason.name === 'TimeoutError';
}

function isRepeatable(operation: Operation, { service, network }: AwsSsoError): boolean {
  switch (REPEATABLE[operation]) {
    case 'safe':
    case 'patient':
      return service?.retryable ?? (network !== undefined && network.kind !== 'foreign');
    case 'unsent':
      // A server answers 429 before it reads a request, and may answer 5xx after it has acted on it.
      return service ? service.status === 429 : network?.maybeSent === false;
    case 'never':
      return false;
  }
}
