import { fromSso } from '@aws-sdk/token-providers';
import * as vscode from 'vscode';
import { waitFor } from '../../../editor/waitFor.ts';
import { interleaved } from '../../rounds.ts';
import type { Measurement } from './Measurement.ts';
import { perCall } from './perCall.ts';
import { signedIn } from './signedIn.ts';

export interface TokenQuestion {
  readonly session: string;
  /** Of the AWS config file, for the SDK. */
  readonly profile: string;
  /** Of a GitHub session that is there. */
  readonly gitHubScopes: readonly string[];
}

export type TokenTimes = Record<'api' | 'memoised' | 'sdk' | 'provider' | 'gitHub', number[]>;

/** A token that is there already, by each of the ways to it. @returns microseconds per call, in each round. */
export const measure: Measurement<TokenQuestion, TokenTimes> = async ({ session, profile, gitHubScopes }) => {
  const aws = await signedIn(session);
  const memo = Promise.resolve(await aws.getAccessToken());
  const provider = fromSso({ profile });
  const byProvider = (id: string, scopes: readonly string[], how: vscode.AuthenticationGetSessionOptions) =>
    vscode.authentication.getSession(id, scopes, how);
  const account = await waitFor(
    'the GitHub session',
    async () => (await vscode.authentication.getAccounts('github'))[0],
  );
  // Consent is given now, and not needed then.
  await byProvider('github', gitHubScopes, { createIfNone: true, account });
  const silently = (id: string, scopes: readonly string[]) => async () => {
    const found = await byProvider(id, scopes, { silent: true });
    if (!found) throw new Error(`${id} has no session.`);
  };
  const instant = await interleaved(
    { rounds: 40, warmUps: 10 },
    {
      api: () => perCall(20_000, () => aws.getAccessToken()),
      memoised: () => perCall(20_000, () => memo),
      sdk: () => perCall(50, () => provider()),
    },
  );
  const asked = await interleaved(
    { rounds: 60, warmUps: 10 },
    {
      provider: () => perCall(10, silently('aws-sso', ['sso:account:access'])),
      gitHub: () => perCall(10, silently('github', gitHubScopes)),
    },
  );
  return { ...instant, ...asked };
};
