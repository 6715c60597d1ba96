import * as l10n from '@vscode/l10n';
import { AwsSsoError, isAwsSsoError } from '../base/errors.ts';
import { sleep } from '../base/sleep.ts';
import {
  type Client,
  type CreateTokenAnswer,
  deviceCodeGrant,
  type SsoOidc,
} from '../aws/services/SsoOidc.ts';

/** RFC 8628 section 3.2: the interval when the service names none. */
const DEFAULT_INTERVAL_S = 5;
/** RFC 8628 section 3.5: added for good by each `slow_down`. */
const SLOW_DOWN_S = 5;

/** What a person needs to approve the sign-in, and until when. */
export interface UserCode {
  /** Such as `ABCD-EFGH`. */
  readonly userCode: string;
  /** Where the code is to be entered, exactly as the service gave it. */
  readonly verificationUri: string;
  /** The same with the code filled in, exactly as the service gave it. The one to open. */
  readonly verificationUriComplete: string;
  /** When the code lapses, in epoch milliseconds on the local clock. */
  readonly expiresAt: number;
}

/** How a person is shown the sign-in. */
export interface DevicePrompt {
  /** Shows the code. Called once for each device code. */
  show(code: UserCode): void;
  /** Says that the service cannot be reached for now, or, without an argument, that it can again. */
  trouble(error?: AwsSsoError): void;
}

export interface DeviceAuthorizationOptions {
  readonly startUrl: string;
  readonly prompt: DevicePrompt;
  readonly signal: AbortSignal;
}

/**
 * Signs in by the device authorization grant (RFC 8628): gets a device code, shows its user code, and polls until
 * the person has decided or the code has lapsed.
 *
 * @throws AwsSsoError `AccessDenied` when the person denied; `Expired` when the code lapsed; `Network` when it
 * lapsed while the service was out of reach; the service's own errors; the signal's reason when aborted.
 */
export async function authorizeDevice(
  oidc: SsoOidc,
  client: Client,
  { startUrl, prompt, signal }: DeviceAuthorizationOptions,
): Promise<CreateTokenAnswer> {
  const started = await oidc.startDeviceAuthorization(client, startUrl, signal);
  const expiresAt = Date.now() + started.expiresIn * 1000;
  prompt.show({
    userCode: started.userCode,
    verificationUri: started.verificationUri,
    verificationUriComplete: started.verificationUriComplete ?? started.verificationUri,
    expiresAt,
  });
  const poll = (): Promise<CreateTokenAnswer> =>
    oidc.createToken(client, deviceCodeGrant(started.deviceCode), signal);
  return pollForToken(poll, { interval: started.interval, expiresAt, prompt, signal });
}

interface PollOptions extends Pick<DeviceAuthorizationOptions, 'prompt' | 'signal'> {
  /** In seconds. */
  readonly interval: number | undefined;
  /** When the code lapses, in epoch milliseconds. */
  readonly expiresAt: number;
}

async function pollForToken(
  poll: () => Promise<CreateTokenAnswer>,
  { interval, expiresAt, prompt, signal }: PollOptions,
): Promise<CreateTokenAnswer> {
  // Zero, too, would mean to poll without a pause.
  let waitSeconds = interval || DEFAULT_INTERVAL_S;
  let trouble: AwsSsoError | undefined;
  while (Date.now() < expiresAt) {
    const wait = Math.max(waitSeconds * 1000, trouble?.service?.retryAfter ?? 0);
    await sleep(Math.min(wait, expiresAt - Date.now()), signal);
    try {
      return await poll();
    } catch (error) {
      const next = nextStep(error, trouble);
      if (next === 'slow down') {
        waitSeconds += SLOW_DOWN_S;
      }
      if (next === 'trouble') {
        trouble = error as AwsSsoError;
        prompt.trouble(trouble);
      } else if (trouble) {
        trouble = undefined;
        prompt.trouble();
      }
    }
  }
  throw trouble ?? lapsed();
}

/** Decides whether the loop goes on after an error; rethrows what ends it. */
function nextStep(error: unknown, trouble: AwsSsoError | undefined): 'pending' | 'slow down' | 'trouble' {
  if (!isAwsSsoError(error)) {
    throw error;
  }
  const exception = error.service?.name;
  if (exception === 'AuthorizationPendingException') {
    return 'pending';
  }
  if (exception === 'SlowDownException') {
    return 'slow down';
  }
  // The service answers InvalidGrant, too, for a code that has lapsed unapproved.
  if (exception === 'ExpiredTokenException' || exception === 'InvalidGrantException') {
    const wasAnswered =
      exception === 'InvalidGrantException' && trouble && trouble.network?.maybeSent !== false;
    throw wasAnswered ? usedUp(error) : lapsed(error);
  }
  if (error.network || error.service?.retryable || (error.service?.status ?? 0) >= 500) {
    return 'trouble';
  }
  throw error;
}

/** The service took the code, and its answer got lost: neither can be had again. */
function usedUp({ service }: AwsSsoError): AwsSsoError {
  return new AwsSsoError(
    'Expired',
    l10n.t('The connection dropped during sign-in. Sign in again.'),
    service ? { service } : {},
  );
}

function lapsed(cause?: AwsSsoError): AwsSsoError {
  return new AwsSsoError(
    'Expired',
    l10n.t('The code expired before it was confirmed. Sign in again to get a new one.'),
    cause?.service ? { service: cause.service } : {},
  );
}
