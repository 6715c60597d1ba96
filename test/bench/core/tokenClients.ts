import { CreateTokenCommand, SSOOIDCClient } from '@aws-sdk/client-sso-oidc';
import { Retries } from '../../../src/aws/services/retries.ts';
import { SsoOidc } from '../../../src/aws/services/SsoOidc.ts';
import { AwsSsoError } from '../../../src/base/errors.ts';
import { NEVER } from '../../../src/base/never.ts';
import { Cancellation } from '../../../src/http/client/Cancellation.ts';
import { dispatched } from '../../../src/http/fallback/dispatched.ts';
import { fetchClient } from '../../../src/http/client/fetchClient.ts';
import type { HttpClient } from '../../../src/http/client/HttpClient.ts';
import { observedClient } from '../../../src/http/client/observedClient.ts';
import type { ProxySettings } from '../../../src/http/fallback/proxyFor.ts';
import { withFallback } from '../../../src/http/client/withFallback.ts';
import { Agent } from '../../../src/http/fallback/undici.ts';
import { UndiciPath } from '../../../src/http/fallback/UndiciPath.ts';
import { RawSocket } from './rawSocket.ts';

const CLIENT = { clientId: 'id'.padEnd(40, 'x'), clientSecret: 'secret'.padEnd(800, 'x') };
const GRANT = { grantType: 'refresh_token', refreshToken: 'refresh'.padEnd(700, 'x') } as const;

const ignore = () => undefined;
const SILENT = { debug: ignore, info: ignore, warn: ignore, error: ignore };

const EDITORS_DEFAULTS: ProxySettings = {
  ...{
    proxySupport: 'override',
    proxy: '',
    noProxy: [],
    proxyAuthorization: undefined,
    proxyStrictSSL: true,
    systemCertificates: true,
  },
};

/** Makes one call of CreateToken; resolves when its answer has been read. */
export type CreateToken = () => Promise<unknown>;
export type TokenClient = 'first path' | 'second path' | 'fetch' | 'undici' | 'SDK' | 'raw socket';

/** One for so many calls at once. @param settings of the editor; its defaults where there is none. */
export async function tokenClient(
  name: TokenClient,
  url: string,
  concurrency: number,
  settings: () => ProxySettings = () => EDITORS_DEFAULTS,
): Promise<CreateToken> {
  switch (name) {
    case 'first path':
      return byCore(url, fetchClient(), settings);
    case 'second path':
      return byCore(url, cannotConnect, settings);
    case 'fetch':
      return byFetch(url);
    case 'undici':
      return byUndici(url);
    case 'SDK':
      return bySdk(url);
    case 'raw socket':
      return byRawSockets(url, concurrency);
  }
}

/** Has the second path taken from then on. */
const cannotConnect: HttpClient = () =>
  Promise.reject(new AwsSsoError('Network', '', { network: { kind: 'refused', maybeSent: false } }));

/** As the composition root puts it together. */
function byCore(url: string, first: HttpClient, settings: () => ProxySettings): CreateToken {
  const second = Promise.resolve(new UndiciPath({ settings, env: process.env, log: SILENT }));
  const { http } = withFallback(first, () => second, SILENT);
  const oidc = new SsoOidc(observedClient(http, SILENT), url, new Retries());
  return () => oidc.createToken(CLIENT, GRANT, NEVER);
}

function byFetch(url: string): CreateToken {
  return async () => {
    const response = await fetch(`${url}/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...CLIENT, ...GRANT }),
    });
    return response.json();
  };
}

function byUndici(url: string): CreateToken {
  const agent = new Agent();
  return async () => {
    const request = {
      ...{ origin: url, path: '/token', method: 'POST' as const },
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...CLIENT, ...GRANT }),
    };
    const { body } = await dispatched(agent, request, url, new Cancellation());
    return JSON.parse(body) as unknown;
  };
}

function bySdk(url: string): CreateToken {
  const client = new SSOOIDCClient({ region: 'us-east-1', endpoint: url });
  return () => client.send(new CreateTokenCommand({ ...CLIENT, ...GRANT }));
}

async function byRawSockets(url: string, concurrency: number): Promise<CreateToken> {
  const idle = await Promise.all(Array.from({ length: concurrency }, () => RawSocket.connect(url)));
  return async () => {
    const socket = idle.pop();
    if (!socket) {
      throw new Error('More calls at once than there are sockets.');
    }
    try {
      return await socket.createToken(JSON.stringify({ ...CLIENT, ...GRANT }));
    } finally {
      idle.push(socket);
    }
  };
}
