import { type TokenClient, tokenClient } from '../../core/tokenClients.ts';
import { interleaved } from '../../rounds.ts';
import { proxySettings } from '../../../../src/features/settings/proxySettings.ts';
import type { Measurement } from './Measurement.ts';

type HostClient = Extract<TokenClient, 'first path' | 'second path' | 'SDK' | 'raw socket'>;

export interface CreateTokenQuestion {
  /** A server for each client, which counts its connections. */
  readonly urls: Readonly<Record<HostClient, string>>;
  readonly rounds: number;
  readonly warmUps: number;
  readonly callsPerRound: number;
}

/** Calls per second, in each round. */
export type CreateTokenSpeeds = Record<HostClient, number[]>;

/** CreateToken over TLS, one call after the other. */
export const measure: Measurement<CreateTokenQuestion, CreateTokenSpeeds> = async ({
  urls,
  callsPerRound,
  ...rounds
}) => {
  const contestant = async (name: HostClient) => {
    const call = await tokenClient(name, urls[name], 1, proxySettings);
    return async () => {
      const started = performance.now();
      for (let left = callsPerRound; left > 0; left--) {
        await call();
      }
      return (callsPerRound * 1000) / (performance.now() - started);
    };
  };
  return interleaved(rounds, {
    'first path': await contestant('first path'),
    'second path': await contestant('second path'),
    SDK: await contestant('SDK'),
    'raw socket': await contestant('raw socket'),
  });
};
