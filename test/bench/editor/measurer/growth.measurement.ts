import * as vscode from 'vscode';
import type { Measurement } from './Measurement.ts';
import { perCall } from './perCall.ts';
import { EXTENSION_ID, signedIn } from './signedIn.ts';

export interface GrowthQuestion {
  /** To ask for the token of, and the accounts. */
  readonly session: string;
}

export interface Growth {
  /** Until `activate` has returned, in milliseconds. */
  readonly activation: number;
  /** Of a token that is there, in microseconds. */
  readonly token: number;
  /** How many the session opens. */
  readonly accounts: number;
}

/** With all sessions signed in, and the accounts listed. */
export const measure: Measurement<GrowthQuestion, Growth> = async ({ session }) => {
  const started = performance.now();
  await vscode.extensions.getExtension(EXTENSION_ID)?.activate();
  const activation = performance.now() - started;
  const aws = await signedIn(session);
  const accounts = (await aws.listAccounts({ session })).length;
  const call = () => aws.getAccessToken({ session });
  await perCall(50_000, call);
  return { activation, token: await perCall(50_000, call), accounts };
};
