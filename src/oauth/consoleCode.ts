import { randomUUID } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import { CROSS_DEVICE, SAME_DEVICE, type Signin, type SigninGrant } from '../aws/services/Signin.ts';
import { AwsSsoError } from '../base/errors.ts';
import {
  type BrowserPrompt,
  type LoopbackOptions,
  authorizeByLoopback,
  explainLoss,
} from './loopbackRedirection.ts';
import { newProofKey } from './pkce.ts';

/** How a person is led to the page, and brings back what it shows. */
export interface ConsolePrompt extends BrowserPrompt {
  /**
   * Leads to the page, and asks for the text that it ends with.
   *
   * @param problemOf what is wrong with a text, in a sentence; undefined: nothing is.
   * @throws AwsSsoError `Cancelled`; the signal's reason when aborted.
   */
  askCode(
    address: string,
    problemOf: (text: string) => string | undefined,
    signal: AbortSignal,
  ): Promise<string>;
}

/** Exchanges the code of one of the two clients. */
type Exchange<Result> = (grant: Extract<SigninGrant, { grantType: 'authorization_code' }>) => Promise<Result>;

/**
 * Gets a code for AWS Sign-In by way of a browser of this machine, which comes back by itself; and has it exchanged.
 *
 * @returns undefined when no port could be had or no browser opened, so that nobody can come back.
 * @throws AwsSsoError as `authorizeByLoopback`.
 */
export function sameDeviceCode<Result>(
  signin: Signin,
  way: Pick<LoopbackOptions, 'prompt' | 'waiting' | 'signal' | 'log'>,
  exchange: Exchange<Result>,
): Promise<Result | undefined> {
  const clientId = SAME_DEVICE;
  return authorizeByLoopback(
    {
      ...way,
      service: 'signin',
      name: 'AWS',
      address: (request) => signin.authorizationAddress({ clientId, ...request }),
    },
    (code) => exchange({ clientId, grantType: 'authorization_code', ...code }),
  );
}

/**
 * Gets a code for AWS Sign-In by way of a browser of any machine, whose page shows a text that a person brings here; and has
 * it exchanged.
 *
 * @throws AwsSsoError as `ConsolePrompt.askCode`; `InvalidRequest` for a text of another sign-in; `Expired` when the answer to the exchange was lost.
 */
export async function crossDeviceCode<Result>(
  signin: Signin,
  prompt: ConsolePrompt,
  signal: AbortSignal,
  exchange: Exchange<Result>,
): Promise<Result> {
  const clientId = CROSS_DEVICE;
  const redirectUri = signin.confirmationAddress;
  const state = randomUUID();
  const { verifier: codeVerifier, challenge: codeChallenge } = newProofKey();
  const address = signin.authorizationAddress({ clientId, redirectUri, state, codeChallenge });
  const text = await prompt.askCode(address, (typed) => problemOf(typed, state), signal);
  const problem = problemOf(text, state);
  if (problem !== undefined) {
    throw new AwsSsoError('InvalidRequest', problem);
  }
  const code = membersOf(text)?.get('code') ?? '';
  prompt.cameBack();
  return exchange({ clientId, grantType: 'authorization_code', code, redirectUri, codeVerifier }).catch(
    explainLoss,
  );
}

/** Why a text that somebody has brought cannot be used. */
function problemOf(text: string, state: string): string | undefined {
  const members = membersOf(text);
  if (!members) {
    return l10n.t('This isn’t the code from the page. Copy all of it.');
  }
  if (!members.get('code') || !members.get('state')) {
    return l10n.t('Part of the code is missing. Copy all of it.');
  }
  return members.get('state') === state
    ? undefined
    : l10n.t('This code belongs to another sign-in. Copy it from the page that opened last.');
}

/** It is base64 of `state=…&code=…`. Whatever carries it may break it into lines. */
function membersOf(text: string): URLSearchParams | undefined {
  const base64 = text.replace(/\s/g, '');
  if (!/^[\w+/-]+={0,2}$/.test(base64)) {
    return undefined;
  }
  const decoded = Buffer.from(base64, 'base64').toString();
  return /^[\x20-\x7e]+$/.test(decoded) ? new URLSearchParams(decoded) : undefined;
}
