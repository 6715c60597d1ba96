import { setTimeout as delay } from 'node:timers/promises';
import type { Measurement } from './Measurement.ts';
import { settled } from './settled.ts';
import { api } from './signedIn.ts';
import { Runs } from './Runs.ts';

export interface WakeUpsQuestion {
  readonly seconds: number;
}

export interface WakeUps {
  /** How often code of this extension ran. */
  readonly ours: number;
  /** How often a timer of a second did, which shows that the counting works. */
  readonly control: number;
}

/** Who is asked whether somebody is signed in, and then left alone. */
export const measure: Measurement<WakeUpsQuestion, WakeUps> = async ({ seconds }) => {
  const runs = new Runs({ ours: '/sso-signin.aws-sso-0', control: '/sso-signin.aws-sso-measurer-' });
  runs.begin();
  const aws = await api();
  const token = await aws.getAccessToken({ silent: true });
  if (token) throw new Error('Somebody is signed in.');
  await settled();
  const control = setInterval(() => undefined, 1_000);
  if (runs.of('ours') === 0) throw new Error('Not even that it starts has been seen.');
  runs.forget();
  await delay(seconds * 1000);
  clearInterval(control);
  runs.end();
  return { ours: runs.of('ours'), control: runs.of('control') };
};
