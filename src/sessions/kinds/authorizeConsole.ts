import { createPrivateKey } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import { isConsoleArn } from '../../aws/endpoints/consoleArn.ts';
import { newDpopKey } from '../../aws/services/dpop.ts';
import type { Signin, SigninGrant } from '../../aws/services/Signin.ts';
import { AwsSsoError } from '../../base/errors.ts';
import type { Log } from '../../base/Log.ts';
import { crossDeviceCode, sameDeviceCode, type ConsolePrompt } from '../../oauth/consoleCode.ts';
import type { ConsoleTokens } from './console.ts';

/** What a person has approved: whose session it is, and what it is used with. */
export interface ConsoleApproval {
  readonly arn: string;
  readonly tokens: ConsoleTokens;
}

interface ConsoleAuthorization {
  readonly prompt: ConsolePrompt;
  /** When aborted, a code that the person brings is asked for, in place of a browser that comes back by itself. */
  readonly byHand: AbortSignal;
  readonly signal: AbortSignal;
  readonly log: Log;
}

/**
 * Has a person choose and approve one of their console sessions, by a key that is made for it.
 *
 * @throws AwsSsoError as `sameDeviceCode` and `crossDeviceCode`; `Service` when the answer does not say whose
 * session it is; the signal's reason when aborted.
 */
export async function authorizeConsole(
  signin: Signin,
  { prompt, byHand, signal, log }: ConsoleAuthorization,
): Promise<ConsoleApproval> {
  const exchange = (grant: SigninGrant): Promise<ConsoleApproval> => exchanged(signin, grant, signal);
  if (!byHand.aborted) {
    const way = { prompt, waiting: byHand, signal, log };
    const approval = await sameDeviceCode(signin, way, exchange).catch((error: unknown) => {
      if (signal.aborted || error !== byHand.reason) {
        throw error;
      }
      return undefined;
    });
    if (approval) {
      return approval;
    }
  }
  return crossDeviceCode(signin, prompt, signal, exchange);
}

async function exchanged(signin: Signin, grant: SigninGrant, signal: AbortSignal): Promise<ConsoleApproval> {
  const dpopKey = newDpopKey();
  const answer = await signin.createOAuth2Token(grant, createPrivateKey(dpopKey), signal);
  const { accessToken, expiresIn, refreshToken, idToken } = answer;
  const receivedAt = Date.now();
  return {
    arn: arnOf(idToken),
    tokens: {
      ...accessToken,
      clientId: grant.clientId,
      refreshToken,
      idToken,
      dpopKey,
      receivedAt,
      expiresAt: receivedAt + expiresIn * 1000,
    },
  };
}

/** The `sub` of the id token (RFC 7519). It came from the service itself, so its signature says nothing more. */
function arnOf(idToken = ''): string {
  const [, payload = ''] = idToken.split('.');
  let claims: unknown;
  try {
    claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
  } catch {
    // As one that says nothing.
  }
  const { sub } = (claims ?? {}) as { sub?: unknown };
  if (typeof sub !== 'string' || !isConsoleArn(sub)) {
    throw new AwsSsoError(
      'Service',
      l10n.t('AWS didn’t name the user of this console session. Sign in again.'),
    );
  }
  return sub;
}
