import { createServer } from 'node:http';
import { once } from 'node:events';
import { decide } from './decide.ts';
import { Faults } from './faults.ts';
import { requestListener } from './requestListener.ts';
import { operations } from './routes.ts';
import { settingsFrom } from './settings.ts';
import { pendingUserCodes } from './state/deviceAuthorization.ts';
import { createStore } from './state/store.ts';
import type { AddressInfo } from 'node:net';
import type { Decision } from './decide.ts';
import type { Fault } from './faults.ts';
import type { Instance } from './instance.ts';
import type { RequestRecord } from './requestListener.ts';
import type { IdentityCenterOptions } from './settings.ts';

export type { Fault } from './faults.ts';
export type { RequestRecord } from './requestListener.ts';
export type { IdentityCenterOptions, VerificationUris } from './settings.ts';

/** A running local Identity Center, as a test or a demo holds it. */
export interface IdentityCenter {
  readonly url: string;
  /** The endpoints of the three services, which share one port. */
  readonly oidc: string;
  readonly portal: string;
  readonly signin: string;
  readonly startUrl: string;
  readonly region: string;
  readonly requests: readonly RequestRecord[];
  /** Every client secret, device code, access token and refresh token ever issued. */
  readonly issuedSecrets: readonly string[];
  readonly pendingUserCodes: readonly string[];
  /** What the buttons of the device page do. Throws unless the code is waiting for a decision. */
  approve(userCode: string): void;
  deny(userCode: string): void;
  /** Every registration is gone: its holder gets InvalidClientException. */
  forgetClients(): void;
  /** Makes the next answer of an operation, or the next `times`, go wrong. `Infinity` lasts until `healthy`. */
  fail(operation: string, fault: Fault, times?: number): void;
  healthy(): void;
  stop(): Promise<void>;
}

/** Starts it on the loopback interface. */
export async function startIdentityCenter(options: IdentityCenterOptions = {}): Promise<IdentityCenter> {
  const settings = settingsFrom(options);
  const server = createServer();
  // Longer than any poll interval, so that a client's next poll never meets a connection that is just closing.
  server.keepAliveTimeout = 60_000;
  server.listen(settings.port, '127.0.0.1');
  await once(server, 'listening');

  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const instance: Instance = { origin: url, settings, store: createStore() };
  const faults = new Faults();
  const requests: RequestRecord[] = [];
  const stopping = new AbortController();
  server.on('request', requestListener(instance, faults, requests, stopping.signal));

  const decideOrThrow = (userCode: string, decision: Decision): void => {
    const outcome = decide(instance, userCode, decision);
    if (outcome !== 'decided') throw new Error(`The user code ${userCode} cannot be ${decision}: ${outcome}`);
  };

  return {
    url,
    oidc: url,
    portal: url,
    signin: url,
    startUrl: settings.startUrl,
    region: settings.region,
    requests,
    issuedSecrets: instance.store.issuedSecrets,
    get pendingUserCodes() {
      return pendingUserCodes(instance.store, settings.clock());
    },
    approve: (userCode) => decideOrThrow(userCode, 'approved'),
    deny: (userCode) => decideOrThrow(userCode, 'denied'),
    forgetClients: () => instance.store.clients.clear(),
    fail(operation, fault, times = 1) {
      if (!operations.has(operation)) {
        throw new RangeError(`No operation ${operation} here; there are ${[...operations].join(', ')}`);
      }
      faults.add(operation, fault, times);
    },
    healthy: () => faults.clear(),
    async stop() {
      if (!server.listening) return;
      stopping.abort();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
