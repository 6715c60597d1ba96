import { sleep } from '../../base/sleep.ts';
import type { Log } from '../../base/Log.ts';
import type { Records } from '../engine/Records.ts';
import { isSignedIn, type SessionRecord } from '../engine/SessionKind.ts';
import { isTokenValid } from '../engine/tokenLifetime.ts';
import type { Lock } from '../windows/Lock.ts';
import type { AuthorizePrompt } from './authorize.ts';
import {
  type IdentityCenter,
  type SessionConfig,
  sessionId,
  type SignedInSession,
  type SignInTarget,
  type Tokens,
} from './identityCenter.ts';
import type { RegionFailover } from './regions/RegionFailover.ts';
import { issuersOf } from './SessionServices.ts';

/** How long a window that has handed its sign-in over leaves the other one to begin. */
const HAND_OVER_MS = 1_000;
/** How often a window that signs in looks whether anybody can see it. */
const EDITOR_CHECK_MS = 5_000;

/** How a person is shown a sign-in. */
export interface SignInPrompt extends AuthorizePrompt {
  /** Says that the sign-in goes on in another window, and this one waits for it; or, with `false`, no longer does. */
  waiting(isWaiting: boolean): void;
}

interface SharedSignInOptions {
  readonly records: Records<IdentityCenter>;
  /** Stores what the sign-in brings: `SessionSet.add`. */
  readonly add: (config: SessionConfig, tokens: Tokens, signal: AbortSignal) => Promise<SignedInSession>;
  readonly lock: Lock;
  readonly regions: RegionFailover;
  readonly log: Log;
}

/** Signing in to a session, in one window at a time: one code, or one listener, and one page in the browser. */
export class SharedSignIn {
  readonly #options: SharedSignInOptions;
  readonly #running = new Map<string, AbortController>();

  constructor(options: SharedSignInOptions) {
    this.#options = options;
  }

  /**
   * Signs in, or waits for the window that does so already. When that one gives up, this one begins.
   *
   * @throws AwsSsoError as `authorize`, and `Service` when the secret storage does not take the session; nothing
   * is changed then.
   */
  async run(config: SignInTarget, prompt: SignInPrompt, signal: AbortSignal): Promise<SignedInSession> {
    const { lock, records, regions } = this.#options;
    const id = sessionId(config);
    const before = records.get(id);
    for (;;) {
      const handOver = new AbortController();
      try {
        const alone = async (): Promise<SignedInSession> => {
          const now = await records.newest(id);
          if (isSignedInSince(before, now, config) && (await regions.isIssuer(config, now.issuer))) {
            return now;
          }
          this.#running.set(id, handOver);
          prompt.waiting(false);
          const watching = setInterval(() => void this.#handOverIfGone(id), EDITOR_CHECK_MS);
          try {
            return await this.#authorize(config, prompt, AbortSignal.any([signal, handOver.signal]));
          } finally {
            clearInterval(watching);
          }
        };
        return await lock.hold(`sign-in-${id}`, signal, alone, () => prompt.waiting(true));
      } catch (error) {
        if (signal.aborted || !handOver.signal.aborted) {
          throw error;
        }
        prompt.waiting(true);
        await sleep(HAND_OVER_MS, signal);
      } finally {
        if (this.#running.get(id) === handOver) {
          this.#running.delete(id);
        }
      }
    }
  }

  /** Lets another window do the sign-in that goes on here, if one does. This one waits for it. */
  handOver(id: string): void {
    this.#running.get(id)?.abort();
  }

  /** In a browser, a window may be gone without its extensions noticing: others must not wait for it. */
  async #handOverIfGone(id: string): Promise<void> {
    try {
      await this.#options.records.expectStore();
    } catch {
      this.#options.log.warn('The editor no longer answers: leaving the sign-in to other windows.');
      this.handOver(id);
    }
  }

  async #authorize(
    config: SignInTarget,
    prompt: AuthorizePrompt,
    signal: AbortSignal,
  ): Promise<SignedInSession> {
    const { regions, add } = this.#options;
    let hasBegun = false;
    const begin = (): void => void (hasBegun = true);
    const tokens = await regions.run(config, {
      run: async (there, region) => ({
        ...(await there.authorize({ ...config, region }, watched(prompt, begin), signal)),
        ...issuersOf(there),
      }),
      // What the person has before them is of one region.
      mayRepeat: () => !hasBegun,
      isBelieved: (_, __, region) => hasBegun || region === config.region,
    });
    return add(config, tokens, signal);
  }
}

/** The prompt, telling when the person is first shown something. */
function watched(prompt: AuthorizePrompt, begin: () => void): AuthorizePrompt {
  return {
    get choice() {
      return prompt.choice;
    },
    show(code) {
      begin();
      prompt.show(code);
    },
    trouble: (error) => prompt.trouble(error),
    openBrowser(address) {
      begin();
      return prompt.openBrowser(address);
    },
    cameBack: () => prompt.cameBack(),
  };
}

/** Whether another window, meanwhile, has done what was wanted. */
function isSignedInSince(
  before: SessionRecord<IdentityCenter> | undefined,
  now: SessionRecord<IdentityCenter> | undefined,
  wanted: SessionConfig,
): now is SignedInSession {
  return (
    isSignedIn<IdentityCenter>(now) &&
    now.revision > (before?.revision ?? -1) &&
    isTokenValid(now) &&
    now.region === wanted.region &&
    wanted.registrationScopes.every((scope) => now.registrationScopes.includes(scope))
  );
}
