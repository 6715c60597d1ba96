import { createServer } from 'node:http';
import { once } from 'node:events';
import { authorize } from './authorize.ts';
import { decide } from './decide.ts';
import { Faults } from './faults.ts';
import { requestListener } from './requestListener.ts';
import { expireAccessTokens, expireRegistrations, revokeSession, revokeSessions } from './revocation.ts';
import { operations } from './routes.ts';
import { settingsFrom } from './settings.ts';
import { pendingUserCodes } from './state/deviceAuthorization.ts';
import { createStore, emptyStore } from './state/store.ts';
import type { AddressInfo } from 'node:net';
import type { Decision } from './decide.ts';
import type { Fault } from './faults.ts';
import type { Instance } from './instance.ts';
import type { RequestRecord } from './requestListener.ts';
import type { IdentityCenterOptions } from './settings.ts';

export type { Decision } from './decide.ts';
export type { Fault } from './faults.ts';
export type { RequestRecord } from './requestListener.ts';
export { madeUpAccounts } from './services/portal/directory.ts';
export type { Account } from './services/portal/directory.ts';
export type { IdentityCenterOptions, VerificationUris } from './settings.ts';

/** A running local Identity Center, as a test or a demo holds it. */
export interface IdentityCenter {
  /** Where it listens. */
  readonly url: string;
  /** The endpoints of the three services, which share one port. */
  readonly oidc: string;
  readonly portal: string;
  readonly signin: string;
  readonly startUrl: string;
  readonly region: string;
  readonly requests: readonly RequestRecord[];
  /** Every secret ever issued: of clients, codes, tokens, and the secret parts of AWS credentials. */
  readonly issuedSecrets: readonly string[];
  readonly pendingUserCodes: readonly string[];
  /** What the buttons of the device page do. Throws unless the code is waiting for a decision. */
  approve(userCode: string): void;
  deny(userCode: string): void;
  /**
   * What a browser and a button of the page at an authorization address do: the result is the address that the browser is
   * sent on to. Throws where a person would be shown an error. The console session is AWS Sign-In's.
   */
  authorize(address: string, decision?: Decision, consoleSession?: string): string;
  /** Every registration is gone: its holder gets InvalidClientException. */
  forgetClients(): void;
  expireRegistrations(): void;
  /** Access tokens are no longer good, refresh tokens still are. */
  expireAccessTokens(): void;
  /** Ends the session of an access or refresh token, and so every token of it. Role credentials live on. */
  revokeSession(token: string): void;
  revokeSessions(): void;
  /** Puts the Date header that many seconds ahead, or behind. The clock itself stays right. */
  skewDate(seconds: number): void;
  /** Makes the next answer of an operation, or the next `times`, go wrong. `Infinity` lasts until `healthy`. */
  fail(operation: string, fault: Fault, times?: number): void;
  /** Ends all of that, and the skew. */
  healthy(): void;
  /** As it was when it started, but for `issuedSecrets`. */
  empty(): void;
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
  const origin = settings.baseUrl?.replace(/\/+$/, '') ?? url;
  const instance: Instance = { origin, settings, store: createStore() };
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
    oidc: origin,
    portal: origin,
    signin: origin,
    startUrl: settings.startUrl,
    region: settings.region,
    requests,
    issuedSecrets: instance.store.issuedSecrets,
    get pendingUserCodes() {
      return pendingUserCodes(instance.store, settings.clock());
    },
    approve: (userCode) => decideOrThrow(userCode, 'approved'),
    deny: (userCode) => decideOrThrow(userCode, 'denied'),
    authorize: (address, decision = 'approved', consoleSession) =>
      authorize(instance, address, decision, consoleSession),
    forgetClients: () => instance.store.clients.clear(),
    expireRegistrations: () => expireRegistrations(instance),
    expireAccessTokens: () => expireAccessTokens(instance),
    revokeSession: (token) => revokeSession(instance, token),
    revokeSessions: () => revokeSessions(instance),
    skewDate(seconds) {
      faults.dateSkewMs = seconds * 1000;
    },
    fail(operation, fault, times = 1) {
      if (!operations.has(operation)) {
        throw new RangeError(`No operation ${operation} here; there are ${[...operations].join(', ')}`);
      }
      faults.add(operation, fault, times);
    },
    healthy: () => faults.clear(),
    empty() {
      faults.clear();
      emptyStore(instance.store);
      requests.length = 0;
    },
    async stop() {
      if (!server.listening) return;
      stopping.abort();
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
